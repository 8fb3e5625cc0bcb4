"""A person steps inside a real runtime, is followed there, and steps out again."""

from __future__ import annotations

import numpy as np
import pytest
from headset.hands import Button, HandJoint, Side
from headset.immersion import Phase
from headset.instance import OPTIONAL
from inside_parts import room_to_enter
from space_parts import line, page, stroke

pytestmark = [pytest.mark.headset]

SIZE = (300, 200)


@pytest.fixture
def room(qapp, body):
    with room_to_enter(*page(stroke("one", line((-0.8, 0.7, -1), (0.4, 1.4, -1.1))))) as made:
        yield made


def test_a_person_steps_inside_and_out_again(room):
    phases = []
    room.immersion.phase_changed.connect(phases.append)
    room.enter()
    assert phases[0] is Phase.ENTERING
    assert phases[-1] is Phase.FOCUSED
    assert room.frame.head.is_tracked
    assert len(room.frame.views) == 2
    numbers = [frame.number for frame in room.frames]
    assert numbers == list(range(len(numbers)))
    room.leave()
    assert phases[-2:] == [Phase.LEAVING, Phase.OUTSIDE]
    assert room.ends == [None]


def test_hands_and_head_are_where_they_are(room, body):
    room.enter()
    body.head, body.turn = (0.1, 1.7, 0.2), (0.0, 0.3826834, 0.0, 0.9238795)
    body.left.position, body.right.position = (-0.4, 1.2, -0.3), (0.5, 1.1, -0.9)
    body.right.rotation = (0.0, 0.0, 0.3826834, 0.9238795)
    body.right.trigger, body.left.squeeze, body.right.stick = 0.75, 0.5, (0.25, -0.5)
    body.right.a = body.left.b = True
    body.send()
    room.next(3)
    left, right = room.frame.hands
    assert room.frame.head.pose.position_m == pytest.approx(body.head, abs=1e-3)
    assert room.frame.head.pose.rotation == pytest.approx(body.turn, abs=1e-4)
    assert left.grip.position_m == pytest.approx(body.left.position, abs=1e-3)
    assert right.grip.position_m == pytest.approx(body.right.position, abs=1e-3)
    assert right.grip.rotation == pytest.approx(body.right.rotation, abs=1e-4)
    assert right.trigger == pytest.approx(0.75, abs=0.01)
    assert right.stick == pytest.approx((0.25, -0.5), abs=0.01)
    assert right.pressed == {Button.PRIMARY}
    assert left.pressed == {Button.SECONDARY}
    assert left.squeeze == pytest.approx(0.5, abs=0.01)
    middle = np.mean([view.pose.position_m for view in room.frame.views], axis=0)
    assert middle == pytest.approx(body.head, abs=1e-3)


def test_what_the_hand_does_is_in_the_next_frame(room, body):
    room.enter()
    for press in range(5):
        body.right.trigger = 0.2 * press + 0.1
        body.send()
        # the frame that was waited for may have been asked for before
        room.next(2)
        assert room.frame.right.trigger == pytest.approx(body.right.trigger, abs=0.01)


def test_a_controller_that_is_switched_off_lets_go_and_comes_back(room, body):
    body.right.trigger = 1.0
    body.send()
    room.enter()
    held = room.frame.right
    assert held.is_active
    assert held.trigger > 0.9
    body.right.is_active = False
    body.send()
    room.next(3)
    gone = room.frame.right
    assert not gone.is_active
    assert gone.trigger == 0.0
    assert gone.grip.position_m == pytest.approx(held.grip.position_m, abs=1e-3)
    assert room.frame.left.is_active
    body.right.is_active = True
    body.send()
    room.next(3)
    assert room.frame.right.trigger > 0.9


def test_hands_without_controllers_are_followed_and_pinch(room, body):
    body.right.is_active, body.right.has_joints = False, True
    body.send()
    room.enter()
    room.next(3)
    open_hand = room.frame.right
    assert open_hand.is_active
    assert open_hand.joints.shape == (len(HandJoint), 8)
    wrist = open_hand.joints[HandJoint.WRIST, :3]
    assert np.linalg.norm(wrist - body.right.position) < 0.3
    assert open_hand.trigger < 0.5
    body.right.position = (0.4, 1.0, -0.6)
    body.send()
    room.next(3)
    moved = room.frame.right.joints[HandJoint.WRIST, :3] - wrist
    assert moved == pytest.approx((0.2, -0.3, -0.1), abs=2e-3)


def test_a_person_faces_the_work_after_recentring(room, body):
    body.head, body.turn = (0.7, 1.5, -0.4), (0.0, 0.7071068, 0.0, 0.7071068)
    body.right.position = (0.7 - 0.5, 1.2, -0.4)
    body.send()
    room.enter()
    heard = []
    room.immersion.recentred.connect(lambda: heard.append(True))
    room.immersion.recentre()
    room.next(2)
    assert heard == [True]
    assert room.frame.head.pose.position_m == pytest.approx((0.0, 1.5, 0.0), abs=1e-3)
    assert room.frame.head.pose.rotation == pytest.approx((0.0, 0.0, 0.0, 1.0), abs=1e-3)
    # the hand that was half a metre ahead still is
    assert room.frame.right.grip.position_m == pytest.approx((0.0, 1.2, -0.5), abs=1e-3)


def test_what_the_runtime_offers_is_used_and_nothing_else(room):
    room.enter()
    stay = room.immersion.stay
    assert stay.fingers is not None
    assert stay.refresh_rates.current in stay.refresh_rates.offered
    assert all(target.depths is not None for target in stay.eyes.targets)
    # this runtime has neither
    assert stay.passthrough is None
    assert not stay.is_foveated
    assert set(stay.actions.profiles) == set(Side)
    assert "Index" in [
        p.title for p in room.immersion._profiles if p.path == room.frame.left.profile
    ]


def test_a_runtime_without_any_extension_will_do(qapp, body):
    body.right.trigger = 1.0
    body.send()
    with room_to_enter(*page(), without=frozenset(OPTIONAL)) as room:
        room.enter()
        stay = room.immersion.stay
        assert stay.fingers is None
        assert stay.refresh_rates is None
        assert all(target.depths is None for target in stay.eyes.targets)
        assert room.frame.right.trigger > 0.9
        assert room.frame.right.joints is None
        room.leave()
    assert room.ends == [None]


def test_a_fault_in_a_tool_leaves_the_frames_going(room):
    room.enter()

    def fail(_frame):
        room.acting.clear()
        raise KeyError("a tool")

    room.acting.append(fail)
    with pytest.raises(KeyError):
        room.next(2)
    room.next(3)
    assert room.immersion.phase is Phase.FOCUSED
    room.leave()


def test_closing_the_studio_ends_it_at_once(room):
    room.enter()
    room.immersion.close()
    assert not room.immersion.is_inside
    assert room.ends == [None]
    assert not room.frame.right.is_active
    assert room.frame.views == ()
    room.enter()
    assert room.frame.views
