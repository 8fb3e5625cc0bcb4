"""What needs no runtime: where things stand, what a lens sees, what a pinch is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from headset.finger_tracking import pinch, with_joints
from headset.hands import Hand, HandJoint, Side
from headset.lens import view_projection
from headset.spaces import NOWHERE, ahead_of, stood, stood_joints
from headset.targets import samples_for
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.controllers import controller_profiles
from app.model.space import Pose
from app.scene.turning import pose_matrix, turn_about, turned

metres = st.floats(-3, 3)
degrees = st.floats(-180, 180)


@given(metres, metres, degrees)
def test_after_recentring_the_head_is_above_the_middle_and_looks_ahead(x, z, yaw):
    turn = turn_about((0.0, 1.0, 0.0), yaw)
    level = Pose((x, 1.6, z), turn)
    stand = ahead_of(level)
    seen = stood(stand, level)
    assert seen.position_m == pytest.approx((0.0, 1.6, 0.0), abs=1e-6)
    assert turned(seen.rotation, (0.0, 0.0, -1.0)) == pytest.approx((0.0, 0.0, -1.0), abs=1e-6)
    there = ahead_of(level, (1.0, 0.5, -2.0), 90.0)
    assert stood(there, level).position_m == pytest.approx((1.0, 2.1, -2.0), abs=1e-6)
    ahead = turned(stood(there, level).rotation, (0.0, 0.0, -1.0))
    assert ahead == pytest.approx((-1.0, 0.0, 0.0), abs=1e-6)


@given(metres, metres, metres, degrees, st.floats(0.1, 10))
def test_a_hand_stands_in_the_room_as_the_play_area_does(x, y, z, yaw, scale):
    stand = Pose((x, y, z), turn_about((0.0, 1.0, 0.0), yaw), scale)
    hand = Pose((0.2, 1.1, -0.4), turn_about((1.0, 0.0, 0.0), 30.0))
    expected = pose_matrix(stand) @ np.array([*hand.position_m, 1.0])
    assert stood(stand, hand).position_m == pytest.approx(tuple(expected[:3]), abs=1e-9)
    assert stood(stand, hand).scale == pytest.approx(scale)
    assert stood(NOWHERE, hand) is hand


def test_joints_stand_with_their_hand():
    joints = opened()
    stand = Pose((1.0, 0.0, 0.0), turn_about((0.0, 1.0, 0.0), 90.0), 2.0)
    placed = stood_joints(stand, joints)
    palm = Pose(tuple(joints[0, :3].tolist()), tuple(joints[0, 3:7].tolist()))
    assert placed[0, :3].tolist() == pytest.approx(stood(stand, palm).position_m)
    assert placed[3, 7] == pytest.approx(joints[3, 7] * 2)


def opened() -> np.ndarray:
    joints = np.zeros((len(HandJoint), 8))
    joints[:, 0] = np.arange(len(HandJoint)) * 0.01
    joints[:, 6], joints[:, 7] = 1.0, 0.008
    return joints


def test_a_pinch_is_a_trigger_where_there_is_no_controller():
    joints = opened()
    joints[HandJoint.THUMB_TIP, :3] = joints[HandJoint.INDEX_TIP, :3] + (0.06, 0, 0)
    assert pinch(joints) == 0.0
    joints[HandJoint.THUMB_TIP, :3] = joints[HandJoint.INDEX_TIP, :3] + (0.031, 0, 0)
    assert 0.4 < pinch(joints) < 0.6
    joints[HandJoint.THUMB_TIP, :3] = joints[HandJoint.INDEX_TIP, :3]
    bare = with_joints(Hand(Side.LEFT), joints)
    assert bare.is_active
    assert bare.trigger == 1.0
    assert bare.grip.position_m == tuple(joints[HandJoint.PALM, :3])
    held = with_joints(Hand(Side.LEFT, is_active=True, trigger=0.25), joints)
    assert held.trigger == 0.25


def test_an_eye_sees_to_its_edges_and_no_farther():
    fov = (-0.8, 0.7, 0.75, -0.65)
    pose = Pose((0.1, 1.6, 0.2), turn_about((0.0, 1.0, 0.0), 40.0))
    matrix = view_projection(pose, fov)
    for angle, axis, edge in ((fov[0], 0, -1), (fov[1], 0, 1), (fov[2], 1, 1), (fov[3], 1, -1)):
        place = [0.0, 0.0, -2.0, 1.0]
        place[axis] = 2.0 * math.tan(angle)
        clip = matrix @ pose_matrix(pose) @ np.array(place)
        assert clip[axis] / clip[3] == pytest.approx(edge, abs=1e-6)


def test_a_tenfold_room_is_seen_as_the_same_picture():
    fov = (-0.8, 0.7, 0.75, -0.65)
    small, large = Pose((0.0, 1.6, 0.0)), Pose((0.0, 16.0, 0.0), scale=10.0)
    near = view_projection(small, fov) @ np.array([0.1, 1.5, -0.4, 1.0])
    far = view_projection(large, fov) @ np.array([1.0, 15.0, -4.0, 1.0])
    assert near[:3] / near[3] == pytest.approx(far[:3] / far[3], abs=1e-6)


def test_only_a_card_smooths():
    assert samples_for("llvmpipe (LLVM 19.1.7, 256 bits)", 4) == 1
    assert samples_for("Microsoft Basic Render Driver", 8) == 1
    assert samples_for("NVIDIA GeForce RTX 3060/PCIe/SSE2", 32) == 4
    assert samples_for("some card", 2) == 2
    assert samples_for("some card", 0) == 1


def test_every_controller_can_at_least_point_and_draw():
    found = {profile.title: profile for profile in controller_profiles()}
    for title in ("Simple controller", "Touch", "Index", "Vive", "Windows Mixed Reality",
                  "Pico 4", "Pico Neo3", "Hands"):  # fmt: skip
        profile = found[title]
        for parts in (profile.left, profile.right):
            assert {"grip", "aim", "trigger"} <= set(parts)
    assert len({profile.path for profile in found.values()}) == len(found)
