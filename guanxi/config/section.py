"""What every section of the configuration has in common."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Some keys under one name. Unknown ones are errors."""

    model_config = ConfigDict(extra="forbid", validate_default=True)
