"""Every table, imported in one place: for migrations, and so that foreign keys find each other."""

from sqlmodel import SQLModel

from crm_app.accounts import models as _accounts  # noqa: F401
from crm_app.ai import models as _ai  # noqa: F401
from crm_app.channels import models as _channels  # noqa: F401
from crm_app.contacts import models as _contacts  # noqa: F401
from crm_app.conversations import models as _conversations  # noqa: F401
from crm_app.drafts import models as _drafts  # noqa: F401
from crm_app.imports import models as _imports  # noqa: F401
from crm_app.inbox import models as _inbox  # noqa: F401
from crm_app.knowledge import models as _knowledge  # noqa: F401
from crm_app.leads import models as _leads  # noqa: F401
from crm_app.notices import models as _notices  # noqa: F401

metadata = SQLModel.metadata
for table in metadata.sorted_tables:
    # Or SQLite gives the id of a deleted last row again, and the job of the new row is taken for that of the old one.
    table.dialect_options["sqlite"]["autoincrement"] = not table.c.id.foreign_keys
