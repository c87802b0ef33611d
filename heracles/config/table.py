"""What all tables of heracles.toml have in common, and the types of some of their values."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError


def _refuse_true(value: bool) -> bool:
    if value:
        raise PydanticCustomError("bool_type", "must be false")
    return value


Count = Annotated[int, Field(ge=1)]
Text = Annotated[str, Field(min_length=1)]
Numbers = Annotated[list[int], Field(min_length=1)]
Off = Annotated[bool, AfterValidator(_refuse_true), WithJsonSchema({"const": False})]


class Table(BaseModel):
    """A table of heracles.toml: its keys and no others, its types and no conversions."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
