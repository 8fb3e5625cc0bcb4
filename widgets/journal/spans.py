"""Lines to the blocks and formats of a QTextDocument, and back, exactly.

Some characters a QTextDocument cannot hold: it reads them as its own marks (U+2029, U+FDD0,
U+FDD1, carriage return), as a picture (U+FFFC), or loses them on the way (lone surrogates, byte
order marks). Each of those stands in the document as one stand-in character whose format carries
the code point. What the format says counts only on a stand-in, so text typed beside one, which
takes over its format, is still itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
    QTextListFormat,
)

from app.model.entities import Attachment, Span, SpanStyle
from widgets.journal.lines import Line, merged

_USER = int(QTextFormat.Property.UserProperty)
RAW, BOLD, ITALIC, WORK, PICTURE, DESCRIPTION = range(_USER + 1, _USER + 7)
IMAGE = "\ufffc"
SHOWN, HIDDEN = "\ufffd", "\u200b"
_UNSHOWN = "\r\ufeff"
_RESERVED = frozenset("\0\r\u2029\ufdd0\ufdd1\ufffc\ufeff\ufffe")
_STYLES = {SpanStyle.BOLD: BOLD, SpanStyle.ITALIC: ITALIC}
SCHEME = "innerscape"
BELOW_PX = 10
_BETWEEN_PX = 9


def is_reserved(character: str) -> bool:
    """Whether a QTextDocument cannot hold this character as itself."""
    return character in _RESERVED or "\ud800" <= character <= "\udfff"


def has_reserved(text: str) -> bool:
    """Whether any character needs a stand-in; quick for long plain texts."""
    return not _RESERVED.isdisjoint(text) or any("\ud800" <= c <= "\udfff" for c in set(text))


def styled(styles: Sequence[SpanStyle] | frozenset[SpanStyle]) -> QTextCharFormat:
    """Return the format of characters in these styles (bold, italic)."""
    style = QTextCharFormat()
    if SpanStyle.BOLD in styles:
        style.setProperty(BOLD, True)
        style.setFontWeight(QFont.Weight.Bold)
    if SpanStyle.ITALIC in styles:
        style.setProperty(ITALIC, True)
        style.setFontItalic(True)
    return style


def styles_of(style: QTextCharFormat) -> frozenset[SpanStyle]:
    """Return which of bold and italic a format says."""
    return frozenset(name for name, key in _STYLES.items() if style.property(key))


def image_format(attachment: Attachment) -> QTextImageFormat:
    """Return the format of the one character a picture is; its name is no path or address."""
    style = QTextImageFormat()
    kind, uid = ("work", attachment.work_uid) if attachment.work_uid else ("picture", "")
    style.setName(f"{SCHEME}:{kind}/{uid or attachment.picture_uid}")
    style.setProperty(WORK, attachment.work_uid)
    style.setProperty(PICTURE, attachment.picture_uid)
    style.setProperty(DESCRIPTION, attachment.description)
    style.setToolTip(attachment.description)
    return style


def attachment_of(style: QTextCharFormat, position: int) -> Attachment:
    """Return the picture a format stands for."""
    work, picture, words = (str(style.property(key) or "") for key in (WORK, PICTURE, DESCRIPTION))
    return Attachment(position, work, picture, words)


def insert_text(cursor: QTextCursor, text: str, style: QTextCharFormat) -> None:
    """Insert text of one line at the cursor, with stand-ins where it needs them."""
    plain = QTextCharFormat(style)
    plain.clearProperty(RAW)
    if not has_reserved(text):
        cursor.insertText(text, plain)
        return
    run = ""
    for character in text:
        if not is_reserved(character):
            run += character
            continue
        cursor.insertText(run, plain)
        run = ""
        raw = QTextCharFormat(plain)
        raw.setProperty(RAW, ord(character) + 1)
        cursor.insertText(HIDDEN if character in _UNSHOWN else SHOWN, raw)
    cursor.insertText(run, plain)


def _pieces(line: Line) -> Iterator[tuple[str | Attachment, frozenset[SpanStyle]]]:
    edges = {0, len(line.text)}
    edges.update(edge for span in line.spans for edge in (span.start, span.end))
    edges.update(attachment.position for attachment in line.attachments)
    ordered = sorted(edges)
    waiting = list(line.attachments)
    for start, end in zip(ordered, [*ordered[1:], ordered[-1]], strict=True):
        while waiting and waiting[0].position == start:
            yield waiting.pop(0), frozenset()
        styles = frozenset(s.style for s in line.spans if s.start <= start < s.end)
        if start < end:
            yield line.text[start:end], styles


def block_format(style: SpanStyle | None = None) -> QTextBlockFormat:
    """Return how a line of this style is set; what stands below it is the chips' affair."""
    block = QTextBlockFormat()
    block.setLineHeight(_BETWEEN_PX, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
    block.setBottomMargin(BELOW_PX)
    if style is SpanStyle.HEADING:
        block.setHeadingLevel(1)
    return block


def _style_block(cursor: QTextCursor, style: SpanStyle | None) -> None:
    cursor.setBlockFormat(block_format(style))
    if style is SpanStyle.LIST:
        previous = cursor.block().previous()
        listed = previous.textList() if previous.isValid() else None
        if listed is not None:
            listed.add(cursor.block())
            return
        bullets = QTextListFormat()
        bullets.setStyle(QTextListFormat.Style.ListDisc)
        cursor.createList(bullets)


def write_line(cursor: QTextCursor, line: Line) -> None:
    """Write a line into the cursor's block, which is empty."""
    if line.style is not style_of(cursor.block()):
        _style_block(cursor, line.style)
    append_pieces(cursor, line)


def append_pieces(cursor: QTextCursor, line: Line) -> None:
    """Write what a line holds at the cursor; the block keeps its style."""
    for piece, styles in _pieces(line):
        if isinstance(piece, Attachment):
            cursor.insertImage(image_format(piece))
        else:
            insert_text(cursor, piece, styled(styles))


def set_line_style(cursor: QTextCursor, style: SpanStyle | None) -> None:
    """Make the cursor's line a heading, a list line, or neither; its words stay."""
    cursor.beginEditBlock()
    _style_block(cursor, style)
    cursor.endEditBlock()


def style_of(block: QTextBlock) -> SpanStyle | None:
    """Return whether a block is a heading, a list line, or neither."""
    style = block.blockFormat()
    if style.headingLevel():
        return SpanStyle.HEADING
    return SpanStyle.LIST if style.objectIndex() != -1 else None


def _characters(text: str, style: QTextCharFormat) -> str:
    raw = style.property(RAW)
    if not raw:
        return text
    character = chr(int(str(raw)) - 1)
    return "".join(character if c in (SHOWN, HIDDEN) else c for c in text)


def read_block(block: QTextBlock) -> Line:
    """Return the line a block holds."""
    text, length = [], 0
    spans: list[Span] = []
    attachments: list[Attachment] = []
    fragments = block.begin()
    while not fragments.atEnd():
        fragment = fragments.fragment()
        style, words = fragment.charFormat(), fragment.text()
        if style.isImageFormat() and IMAGE in words:
            pictures = words.count(IMAGE)
            attachments += [attachment_of(style, length) for _ in range(pictures)]
            words = words.replace(IMAGE, "")
        words = _characters(words, style)
        spans += [Span(length, length + len(words), name) for name in styles_of(style)]
        text.append(words)
        length += len(words)
        fragments += 1
    return Line("".join(text), style_of(block), merged(spans), tuple(attachments))


def read_document(document: QTextDocument) -> list[Line]:
    """Return all lines of a document, at least one."""
    lines, block = [], document.begin()
    while block.isValid():
        lines.append(read_block(block))
        block = block.next()
    return lines


def units_of(line: Line, column: int) -> int:
    """Return where a line's character stands in its block, in UTF-16 units; pictures count one."""
    wide = 0 if line.text.isascii() else sum(c > "\uffff" for c in line.text[:column])
    return column + wide + sum(picture.position <= column for picture in line.attachments)


def column_of(line: Line, units: int) -> int:
    """Return the first character of a line that stands at a block's UTF-16 unit or after it."""
    if line.text.isascii() and not line.attachments:
        return min(units, len(line.text))
    low, high = 0, len(line.text)
    while low < high:
        middle = (low + high) // 2
        if units_of(line, middle) < units:
            low = middle + 1
        else:
            high = middle
    return low


def replace_lines(document: QTextDocument, first: int, count: int, lines: Sequence[Line]) -> None:
    """Put lines in the place of ``count`` blocks from ``first`` on, as one change.

    Parameters
    ----------
    count : int
        At least one.
    lines : Sequence[Line]
        At least one: a document without a block there is not.
    """
    cursor = QTextCursor(document.findBlockByNumber(first))
    cursor.beginEditBlock()
    last = document.findBlockByNumber(first + count - 1)
    cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    cursor.setBlockFormat(block_format())
    cursor.setBlockCharFormat(QTextCharFormat())
    for number, (is_plain, run) in enumerate(_runs(lines)):
        if number:
            cursor.insertBlock(block_format(), QTextCharFormat())
        if is_plain:
            cursor.insertText("\n".join(line.text for line in run), QTextCharFormat())
        else:
            write_line(cursor, run[0])
    cursor.endEditBlock()


def _is_plain(line: Line) -> bool:
    return line.style is None and not (line.spans or line.attachments or has_reserved(line.text))


def _runs(lines: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
    for is_plain, run in groupby(lines, _is_plain):
        if is_plain:
            yield True, list(run)
        else:
            yield from ((False, [line]) for line in run)
