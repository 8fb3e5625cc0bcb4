"""A page in space is seen as the document has it, from anywhere, whatever was done to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from space_parts import ball, brush, brushes, hidden_context, line, page, stroke

from app.geometry.strokes import StrokeBuilder
from app.model.meshes import Mesh
from app.model.space import Clay, Guide, GuideShape, Pose, Reference
from app.scene.camera import eye_of, frustum, look_at
from app.scene.gizmo import Gizmo
from app.scene.hand import Hand
from app.scene.offscreen import OffscreenRenderer
from app.scene.quality import LEVELS
from app.scene.stage import Stage

pytestmark = [pytest.mark.gl, pytest.mark.qt]

SIZE = (300, 200)
CAMERA = look_at((0.4, 1.3, 2.4), (0.0, 1.0, 0.0))
STROKES = (
    stroke("one", line((-0.8, 0.7, 0), (-0.2, 1.4, 0.1))),
    stroke("two", line((0.8, 0.6, 0), (0.2, 1.3, -0.2)), name="oil", colour=(60, 120, 200)),
    stroke("three", line((-0.3, 0.5, 0.3), (0.5, 0.5, 0.3)), name="wire", layer="upper"),
)


@pytest.fixture
def context(qapp):
    with hidden_context() as borrowed:
        yield borrowed


class Shown:
    """A stage that follows a document, and what is seen of it."""

    def __init__(self, context, document, work):
        self.stage = Stage(brushes())
        self.stage.show_work(document, work)
        self.renderer = OffscreenRenderer(self.stage, context)
        self.document, self.work = document, work
        document.committed.connect(self.follow)

    def follow(self, changes):
        self.stage.apply(changes, self.document)

    def picture(self, camera=CAMERA):
        self.stage.settle()
        return self.renderer.render(SIZE, camera)

    def edit(self, label="Test"):
        return self.document.edit(label, scope="work")


@pytest.fixture
def shown(context):
    return Shown(context, *page(*STROKES))


def anew(context, shown):
    """Return what a stage that has seen nothing else makes of the document."""
    return Shown(context, shown.document, shown.work).picture()


def apart(first, second) -> float:
    """Return how many pixels clearly differ."""
    return int((np.abs(first.astype(int) - second.astype(int)).max(axis=2) > 24).sum())


def test_drawing_erasing_and_undoing_show_the_document_and_nothing_else(context, shown):
    empty = shown.picture()
    with shown.edit() as edit:
        edit.put(stroke("four", line((-0.5, 1.6, 0), (0.5, 1.6, 0)), name="toon"))
    drawn = shown.picture()
    assert apart(empty, drawn) > 300
    assert apart(drawn, anew(context, shown)) == 0
    with shown.edit() as edit:
        edit.remove("one")
    assert apart(shown.picture(), anew(context, shown)) == 0
    shown.document.undo("work")
    assert apart(shown.picture(), drawn) == 0
    shown.document.undo("work")
    assert apart(shown.picture(), empty) == 0
    shown.document.redo("work")
    assert apart(shown.picture(), drawn) == 0


def test_a_repainted_stroke_is_shown_in_its_new_brush(context, shown):
    with shown.edit() as edit:
        edit.put(replace(STROKES[0], brush_uid=brush("velvet").uid, colour=(20, 160, 60)))
    assert apart(shown.picture(), anew(context, shown)) == 0


def test_a_hidden_layer_is_not_seen_and_comes_back_as_it_was(context, shown):
    whole = shown.picture()
    layer = shown.document.find("upper")
    with shown.edit() as edit:
        edit.put(replace(layer, is_visible=False))
    hidden = shown.picture()
    assert apart(whole, hidden) > 100
    with shown.edit() as edit:
        edit.put(stroke("hidden too", line((-0.5, 1, 0.5), (0.5, 1, 0.5)), layer="upper"))
    assert apart(shown.picture(), hidden) == 0
    with shown.edit() as edit:
        edit.remove("hidden too")
        edit.put(layer)
    assert apart(shown.picture(), whole) == 0


def test_a_stroke_under_the_hand_is_seen_as_it_will_be(context, shown):
    points = line((-0.7, 1.7, 0), (0.7, 1.7, 0), count=60)
    before = shown.picture()
    builder = StrokeBuilder(brush("matte"), colour=(200, 80, 60), opacity=1.0, size_m=0.1, seed=5)
    for first in range(0, 60, 7):
        builder.add(points[first : first + 7])
        shown.stage.draw_live([builder], ["live"])
        with shown.edit() as edit:
            # it goes to disk while it is drawn, and must not be seen twice
            edit.put(stroke("live", points[: first + 7]))
    while_drawn = shown.picture()
    assert apart(before, while_drawn) > 300
    with shown.edit() as edit:
        edit.put(stroke("live", builder.finish()))
    shown.stage.draw_live([])
    assert apart(shown.picture(), anew(context, shown)) == 0
    assert apart(shown.picture(), while_drawn) < 60


def test_a_first_stroke_finds_its_shader_compiled(context):
    shown = Shown(context, *page())
    shown.stage.make_ready()
    shown.renderer.warm()
    ready = set(shown.stage.visuals)
    empty = shown.picture()
    for each in brushes().values():
        with shown.edit() as edit:
            drawn = stroke(each.uid, line((-0.7, 0.7, 0), (0.7, 1.4, 0)), name=each.name)
            edit.put(drawn)
    assert set(shown.stage.visuals) == ready
    assert apart(shown.picture(), empty) > 300
    assert apart(shown.picture(), anew(context, shown)) == 0


def test_a_stroke_that_was_given_up_leaves_nothing(shown):
    before = shown.picture()
    builder = StrokeBuilder(brush("oil"), colour=(9, 9, 9), opacity=1.0, size_m=0.1, seed=5)
    builder.add(line((-0.7, 1.7, 0), (0.7, 1.7, 0)))
    shown.stage.draw_live([builder], ["live"])
    assert apart(before, shown.picture()) > 100
    shown.stage.draw_live([])
    assert apart(before, shown.picture()) == 0


def test_a_replay_shows_what_was_there_at_the_moment_and_then_everything_again(context, shown):
    whole = shown.picture()
    shown.stage.show_moment({})
    empty = shown.picture()
    shown.stage.show_moment({"one": 0.5})
    half = shown.picture()
    shown.stage.show_moment({"one": 9.0, "two": 0.3})
    more = shown.picture()
    assert 0 < apart(empty, half) < apart(empty, more) < apart(empty, whole)
    shown.stage.show_moment({"one": 0.5})
    assert apart(shown.picture(), half) == 0
    shown.stage.show_moment(None)
    assert apart(shown.picture(), whole) == 0


@pytest.fixture
def clay_shown(context):
    mesh = ball()
    clay = Clay("clay", "work", "layer", "mesh", pose=Pose((0.0, 1.0, 0.0), scale=1.5))
    return Shown(context, *page(clay, meshes={"mesh": mesh}))


def dented(document, rows):
    values = document.mesh("mesh").values[rows].copy()
    values[:, :3] *= 0.55
    return values


def test_clay_is_seen_as_it_is_worked_and_as_it_was_when_undone(context, clay_shown):
    document = clay_shown.document
    whole = clay_shown.picture()
    rows = np.flatnonzero(document.mesh("mesh").values[:, 2] > 0.15).astype(np.uint32)
    with clay_shown.edit() as edit:
        edit.vertices("mesh", rows)[rows] = dented(document, rows)
    worked = clay_shown.picture()
    assert apart(whole, worked) > 100
    assert apart(worked, anew(context, clay_shown)) == 0
    document.undo("work")
    assert apart(clay_shown.picture(), whole) == 0


def test_clay_under_the_hand_is_seen_before_it_is_committed(clay_shown):
    whole = clay_shown.picture()
    shape = clay_shown.stage.clay.shape_of("clay")
    rows = np.flatnonzero(shape.values[:, 2] > 0.15).astype(np.uint32)
    shape.values[rows, :3] *= 0.55
    shape.refresh(rows)
    clay_shown.stage.clay_touched("clay")
    assert apart(whole, clay_shown.picture()) > 100


def test_clay_that_is_moved_or_remeshed_is_seen_so(context, clay_shown):
    document = clay_shown.document
    clay = document.find("clay")
    with clay_shown.edit() as edit:
        edit.put(replace(clay, pose=Pose((0.4, 0.9, 0.0), (0, 0.7, 0, 0.714))))
    assert apart(clay_shown.picture(), anew(context, clay_shown)) == 0
    coarse = ball(subdivisions=1)
    with clay_shown.edit() as edit:
        edit.add_mesh("coarse", Mesh(coarse.values.copy(), coarse.faces.copy()))
        edit.put(replace(clay, mesh_uid="coarse"))
    assert apart(clay_shown.picture(), anew(context, clay_shown)) == 0


def test_guides_hands_handles_and_what_is_selected_can_be_seen_and_hidden(context):
    guide = Guide("guide", "work", GuideShape.SPHERE, Pose((0.0, 1.0, 0.0)), (0.8, 0.8, 0.8))
    shown = Shown(context, *page(STROKES[0], guide))
    stage, before = shown.stage, shown.picture()
    stage.guides.show(is_shown=False)
    plain = shown.picture()
    assert apart(before, plain) > 50
    stage.highlight(["one"])
    assert apart(plain, shown.picture()) > 50
    stage.highlight([])
    assert apart(plain, shown.picture()) == 0
    stage.hands.show_gizmo(Gizmo((0.0, 1.0, 0.0), 0.4))
    stage.hands.show_hands([Hand((0.4, 1.2, 0.4), 0.05)])
    assert apart(plain, shown.picture()) > 200
    stage.hands.show_gizmo(None)
    stage.hands.show_hands([])
    assert apart(plain, shown.picture()) == 0


def test_a_selected_stroke_stays_selected_when_it_is_changed(context, shown):
    shown.stage.highlight(["one"])
    with shown.edit() as edit:
        edit.put(replace(STROKES[0], colour=(20, 160, 60)))
    changed = shown.picture()
    shown.stage.highlight([])
    assert apart(changed, shown.picture()) > 50


@pytest.mark.parametrize("kind", [GuideShape.PLANE, GuideShape.CUBE, GuideShape.CAPSULE])
def test_every_guide_can_be_seen(context, kind):
    guide = Guide("guide", "work", kind, Pose((0.0, 1.0, 0.0)), (0.6, 0.9, 0.6))
    shown = Shown(context, *page(guide))
    there = shown.picture()
    shown.stage.guides.show(is_shown=False)
    assert apart(there, shown.picture()) > 30


def test_every_brush_can_be_seen(context):
    shown = Shown(context, *page())
    shown.stage.make_ready()
    bare = shown.picture().astype(int)
    points = line((-0.7, 0.7, 0), (0.7, 1.4, 0), count=60)
    # a hull around a straight line would be nothing
    points[:, 1:3] += 0.2 * np.stack((np.sin(points[:, 0] * 7), np.cos(points[:, 0] * 7)), axis=1)
    for each in brushes().values():
        drawn = stroke("drawn", points, name=each.name, colour=(190, 40, 90), size_m=0.2)
        shown.stage.strokes.put(drawn)
        there = shown.renderer.render(SIZE, CAMERA).astype(int)
        seen = np.abs(there - bare).max(axis=2)
        assert (seen > 2).sum() > 15, each.name
        shown.stage.strokes.take("drawn")


def test_a_picture_hangs_where_it_was_put_and_a_broken_one_does_no_harm(context):
    import io

    from PIL import Image
    from space_parts import NOW

    from app.model.entities import Picture

    file = io.BytesIO()
    Image.new("RGB", (40, 30), (250, 20, 20)).save(file, "PNG")
    whole = Picture("whole", "image/png", file.getvalue(), 40, 30, NOW)
    broken = Picture("broken", "image/png", b"no picture", 0, 0, NOW)
    hung = Reference("hung", "work", "layer", "whole", "a", Pose((0.0, 1.0, 0.0)))
    shown = Shown(context, *page(whole, broken, hung, replace(hung, uid="b", picture_uid="broken")))
    x, y, _ = CAMERA.project((0.0, 1.0, 0.0), SIZE)[0]
    hung_there = shown.picture()
    red = hung_there[int(y), int(x)]
    assert red[0] > 180
    assert red[1] < 60
    shown.stage.highlight(["hung"])
    assert apart(hung_there, shown.picture()) > 50
    with shown.edit() as edit:
        edit.put(replace(hung, is_visible=False))
    assert shown.picture()[int(y), int(x)][1] > 100


def test_a_model_stands_where_it_was_put_and_can_be_selected(context):
    from space_parts import NOW

    from app.model.entities import Picture
    from app.scene.reference_shelf import Model

    mesh = ball()
    model = Model(mesh.positions_m, mesh.faces, np.full((len(mesh.values), 3), (0.0, 0.6, 0.0)))
    file = Picture("file", "model/gltf-binary", b"a model", 0, 0, NOW)
    stands = Reference("stands", "work", "layer", "file", "a", Pose((0.0, 1.0, 0.0)))
    document, work = page(file, stands)
    shown = Shown(context, document, work)
    assert shown.stage.bounds(["stands"]) is None
    shown.stage = Stage(brushes(), lambda _picture: model)
    shown.stage.show_work(document, work)
    shown.renderer = OffscreenRenderer(shown.stage, context)
    there = shown.picture()
    x, y, _ = CAMERA.project((0.0, 1.0, 0.0), SIZE)[0]
    green = there[int(y), int(x)].astype(int)
    assert green[1] > green[0] + 60
    assert shown.stage.pick(*CAMERA.ray(x, y, SIZE)).uid == "stands"
    shown.stage.highlight(["stands"])
    assert apart(there, shown.picture()) > 50
    with shown.edit() as edit:
        edit.put(replace(stands, pose=Pose((0.4, 1.0, 0.0))))
    low, high = shown.stage.bounds(["stands"])
    assert np.add(low, high) / 2 == pytest.approx((0.4, 1.0, 0.0), abs=0.01)


def test_reduced_motion_stands_still(context):
    many = [
        stroke(each.name, line((-0.7, 1, 0), (0.7, 1, 0)), name=each.name, size_m=0.2)
        for each in brushes().values()
        if each.is_animated
    ]
    assert many
    shown = Shown(context, *page(*many))
    shown.stage.use_motion(is_still=True, may_flash=True)
    pictures = []
    for at in (1.0, 1.37, 5.2):
        shown.stage.update(at)
        pictures.append(shown.picture())
    assert np.array_equal(pictures[0], pictures[1])
    assert np.array_equal(pictures[0], pictures[2])
    shown.stage.use_motion(is_still=False)
    shown.stage.update(6.9)
    assert apart(pictures[0], shown.picture()) > 20


def brightness_over_time(shown, *, seconds=2.0, step=0.05):
    seen = []
    for at in np.arange(0, seconds, step):
        shown.stage.update(float(at))
        seen.append(shown.renderer.render((60, 40), CAMERA)[..., :3].astype(float).sum())
    return np.array(seen)


def test_nothing_flashes_unless_it_was_asked_for_and_then_at_most_three_times_a_second(context):
    names = [each.name for each in brushes().values() if each.is_flashing]
    assert names
    for name in names:
        points = line((-0.7, 1, 0), (0.7, 1, 0), count=40)
        shown = Shown(context, *page(stroke("it", points, name=name, size_m=0.3)))
        shown.stage.show_grid(is_shown=False)
        shown.stage.settle()
        steady = brightness_over_time(shown)
        assert np.ptp(steady) < 1e-6
        shown.stage.use_motion(is_still=False, may_flash=True)
        flashing = brightness_over_time(shown)
        assert np.ptp(flashing) > 0
        rises = np.diff((flashing > flashing.mean()).astype(int)) > 0
        assert 0 < rises.sum() / 2.0 <= 3.0


def test_the_simplest_quality_still_shows_everything(shown):
    best = shown.picture()
    for level in LEVELS:
        shown.stage.use_level(level)
        # the same things in the same places, if plainer
        assert apart(best, shown.picture()) < 0.25 * SIZE[0] * SIZE[1]
    assert apart(best, shown.picture()) == 0


def test_a_lost_context_is_made_good_from_the_document(qapp):
    mesh = ball()
    clay = Clay("clay", "work", "layer", "mesh", pose=Pose((0.0, 1.0, 0.0)))
    with hidden_context() as context:
        shown = Shown(context, *page(*STROKES, clay, meshes={"mesh": mesh}))
        shown.stage.highlight(["two", "clay"])
        before = shown.picture()
    with hidden_context() as context:
        shown.stage.rebuild()
        shown.renderer = OffscreenRenderer(shown.stage, context)
        assert apart(before, shown.picture()) == 0
        with shown.edit() as edit:
            edit.remove("one")
        assert apart(shown.picture(), before) > 100


def test_what_much_erasing_leaves_behind_is_cleared_away_when_the_hand_rests(context):
    many = [
        stroke(f"{n}", line((-0.9, 0.3 + n / 150, 0), (0.9, 0.3 + n / 150, 0), count=60))
        for n in range(150)
    ]
    shown = Shown(context, *page(*many))
    (pool,) = shown.stage.strokes.pools.values()
    before = pool.used_vertices
    with shown.edit() as edit:
        for n in range(100):
            edit.remove(f"{n}")
    shown.stage.highlight(["120"])
    assert pool.wasted_vertices > 0
    seen = shown.renderer.render(SIZE, CAMERA)
    shown.stage.strokes.compact()
    assert pool.wasted_vertices == 0
    assert pool.used_vertices < before / 2
    assert apart(seen, shown.renderer.render(SIZE, CAMERA)) == 0
    shown.document.undo("work")
    shown.stage.highlight([])
    assert apart(shown.picture(), anew(context, shown)) == 0


def test_a_ray_meets_what_is_seen_first_and_nothing_that_is_hidden(shown):
    x, y, _ = CAMERA.project((0.1, 0.5, 0.3), SIZE)[0]
    hit = shown.stage.pick(*CAMERA.ray(x, y, SIZE))
    assert hit.uid == "three"
    assert np.linalg.norm(np.subtract(hit.point_m, (0.1, 0.5, 0.3))) < 0.1
    assert shown.stage.pick(*CAMERA.ray(2, 2, SIZE)) is None
    with shown.edit() as edit:
        edit.put(replace(shown.document.find("upper"), is_visible=False))
    hidden = shown.stage.pick(*CAMERA.ray(x, y, SIZE))
    assert hidden is None or hidden.uid != "three"


def test_the_box_of_what_is_shown_holds_it(shown):
    low, high = shown.stage.bounds(["one"])
    assert np.all(np.less_equal(low, (-0.8, 0.7, 0)))
    assert np.all(np.greater_equal(high, (-0.2, 1.4, 0.1)))
    assert shown.stage.bounds([]) is None


def test_ten_thousand_strokes_are_a_handful_of_draw_calls(context):
    names = ("flat", "marker", "wire", "paper", "velvet", "oil", "toon", "highlighter", "light",
             "snow")  # fmt: skip
    assert {brush(name).material for name in names} == {
        each.material for each in brushes().values()
    }
    many = [
        stroke(f"{n}", line((-1, n / 9000, 0), (1, n / 9000, 0), count=2), name=names[n % 10])
        for n in range(10_000)
    ]
    shown = Shown(context, *page(*many))
    shown.renderer.render((60, 40), CAMERA)
    assert shown.renderer.draw_calls <= len(names) + 4


def test_both_eyes_and_the_window_see_it_where_they_should(qapp):
    """One scene: in a window, twice off-screen with lopsided lenses, and in the window again."""
    from vispy import app, gloo

    places = np.array([(-0.5, 0.8, 0.2), (0.5, 1.3, -0.4), (0.1, 1.6, 0.3)])
    dots = [
        stroke(f"{n}", line(np.subtract(place, (0.02, 0, 0)), np.add(place, (0.02, 0, 0)), count=9),
               name="marker", colour=(255, 0, 255), size_m=0.09)
        for n, place in enumerate(places)
    ]  # fmt: skip
    stage = Stage(brushes())
    stage.show_work(*page(*dots))
    stage.settle()
    canvas = app.Canvas(app=app.use_app("pyside6"), size=SIZE, show=False)
    window, left, right = stage.eye_views(3)

    def draw(_event=None):
        window.set_matrix(CAMERA.view_projection(SIZE), canvas.physical_size)
        window.draw(background=stage.background)

    canvas.events.draw.connect(draw)
    canvas.show()
    try:
        qapp.processEvents()
        before = np.asarray(canvas.render())
        check_dots(before, CAMERA.view_projection(SIZE), SIZE, places)
        canvas.set_current()
        for eye, side in ((left, -1), (right, 1)):
            lens = frustum(-0.6 - 0.2 * side, 0.9 - 0.2 * side, -0.7, 0.5, near=0.5, far=50)
            stand = look_at((0.3 + 0.032 * side, 1.4, 2.2), (0.0, 1.1, 0.0))
            matrix, size = lens @ stand.view(), (360, 260)
            eye.set_matrix(matrix, size)
            frame = gloo.FrameBuffer(
                gloo.RenderBuffer(size[::-1], "color"), gloo.RenderBuffer(size[::-1], "depth")
            )
            with frame:
                eye.draw(background=stage.background)
                seen = gloo.read_pixels((0, 0, *size), alpha=True)
            check_dots(seen, matrix, size, places)
            assert eye_of(matrix) == pytest.approx(stand.position_m, abs=1e-6)
        assert np.array_equal(before, np.asarray(canvas.render()))
    finally:
        canvas.close()
        canvas.native.deleteLater()


def check_dots(picture, matrix, size, places):
    """Every dot is where the matrix says, and there are no others."""
    is_dot = (picture[..., 0] > 200) & (picture[..., 1] < 60) & (picture[..., 2] > 200)
    assert is_dot.any()
    clip = np.c_[places, np.ones(len(places))] @ matrix.T
    spots = np.c_[(clip[:, 0] / clip[:, 3] + 1) / 2 * size[0],
                  (1 - clip[:, 1] / clip[:, 3]) / 2 * size[1]]  # fmt: skip
    rows, columns = np.nonzero(is_dot)
    nearest = np.linalg.norm(
        np.stack((columns + 0.5, rows + 0.5), axis=1)[:, None] - spots[None], axis=2
    )
    for number in range(len(places)):
        mine = nearest.argmin(axis=1) == number
        middle = np.array([columns[mine].mean() + 0.5, rows[mine].mean() + 0.5])
        assert np.abs(middle - spots[number]).max() < 2.0


def test_it_can_stand_in_a_viewbox_of_vispy_s_own(qapp):
    from vispy import app, scene

    place = (0.2, 1.2, 0.1)
    dot = stroke("dot", line((0.18, 1.2, 0.1), (0.22, 1.2, 0.1)), name="marker",
                 colour=(255, 0, 255), size_m=0.09)  # fmt: skip
    stage = Stage(brushes())
    stage.show_work(*page(dot, STROKES[0]))
    canvas = scene.SceneCanvas(app=app.use_app("pyside6"), size=SIZE, show=True)
    try:
        view = canvas.central_widget.add_view()
        view.camera = scene.TurntableCamera(
            fov=45, distance=3.0, up="+y", center=(0, 1, 0), azimuth=20, elevation=15
        )
        stage.root.parent = view.scene
        qapp.processEvents()
        picture = np.asarray(canvas.render())
        is_dot = (picture[..., 0] > 200) & (picture[..., 1] < 60) & (picture[..., 2] > 200)
        rows, columns = np.nonzero(is_dot)
        seen = view.scene.node_transform(canvas.scene).map((*place, 1))
        expected = seen[:2] / seen[3]
        assert abs(columns.mean() + 0.5 - expected[0]) < 2
        assert abs(rows.mean() + 0.5 - expected[1]) < 2
    finally:
        stage.root.parent = None
        canvas.close()
        canvas.native.deleteLater()
