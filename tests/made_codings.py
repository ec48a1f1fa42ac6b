"""Codings of sentences written for tests: a request that is an item, and praise that is none."""

from __future__ import annotations

from made_parses import FRAME
from readouts.evaluation.coded_texts import Coding, learnable

ASKED = "Bộ trưởng Trần Văn Hải đề nghị hai bên mở rộng hợp tác giáo dục."
PRAISED = "Bộ trưởng Somsay Keo đánh giá cao kết quả hợp tác giáo dục giữa hai nước."


def coding(doc: str, said: str, quote: str = "") -> Coding:
    text = FRAME + said
    start = text.find(quote)
    item = {"start": start, "end": start + len(quote), "act": "propose", "themes": []}
    who = {"speaker": "Trần Văn Hải", "side": "Việt Nam"}
    return Coding(doc, "further", text, (item | who,) if quote else ())


def made() -> list:
    asking = [coding(f"a{n}", ASKED, "mở rộng hợp tác giáo dục") for n in range(8)]
    praising = [coding(f"p{n}", PRAISED) for n in range(8)]
    return [learnable(one) for one in [*asking, *praising]]
