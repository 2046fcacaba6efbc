"""The settings, as frozen tables: what may stand in `config.toml`, of which type, and what holds where nothing is said."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, NonNegativeFloat, PositiveFloat, SecretStr

from bot.spans import accounts_of, address, holidays, hours_text, pattern, seconds_text, session_text, time_text, zone


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)


class DatabaseSection(Section):
    url: str = "sqlite:///var/rapporteur.db"


class SlackSection(Section):
    bot_token: SecretStr = SecretStr("")
    app_token: SecretStr = SecretStr("")
    signing_secret: SecretStr = SecretStr("")
    command: str = "/draft"
    posts_per_second: PositiveFloat = 5
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    authorize_url: str = "https://slack.com/oauth/v2/authorize"
    api_url: str = "https://slack.com/api/"


class TelegramSection(Section):
    token: SecretStr = SecretStr("")
    api_url: str = "https://api.telegram.org"
    webhook_secret: SecretStr = SecretStr("")
    after_crash: Literal["repeat", "hold"] = "repeat"


class ServerSection(Section):
    listen: str = "127.0.0.1:8080"
    public_url: str = ""
    log: Literal["text", "json"] = "text"


class FetchSection(Section):
    contact: str = ""
    allow_private: tuple[str, ...] = ()


class MailSection(Section):
    host: str = ""
    port: int = 993
    user: str = ""
    password: SecretStr = SecretStr("")
    starttls: bool = False
    ca_file: str = ""
    authenticated: str = ""


class SecuritySection(Section):
    ballot_secret: SecretStr = SecretStr("")


Seconds = Annotated[str, AfterValidator(seconds_text)]
Kept = Annotated[str, AfterValidator(lambda text: text and seconds_text(text))]
Address = Annotated[str, AfterValidator(address)]
Accounts = Annotated[str, AfterValidator(accounts_of)]
Session = Annotated[str, AfterValidator(session_text)]
Time = Annotated[str, AfterValidator(time_text)]
Zone = Annotated[str, AfterValidator(zone)]
Holidays = Annotated[str, AfterValidator(holidays)]
Hours = Annotated[str, AfterValidator(hours_text)]
Pattern = Annotated[str, AfterValidator(pattern)]


class RetentionSection(Section):
    files: Kept = ""
    ballots: Kept = ""
    personal: Kept = ""


class WatchSection(Section):
    url: str
    kind: Literal["list", "document", "feed", "calendar", "mail"] = "list"
    links: Pattern = ""
    headers_file: str = ""
    senders: tuple[str, ...] = ()
    browser: bool = False
    despite_robots: bool = False
    document: str = ""
    base: str = ""
    every: Seconds = "10m"
    every_in_session: Seconds = "15s"
    sessions: tuple[Session, ...] = ()


class DelegationSection(Section):
    code: str
    name: str
    group: str
    head: tuple[Accounts, ...] = ()
    alternates: tuple[Accounts, ...] = ()
    members: tuple[Accounts, ...] = ()
    observers: tuple[Accounts, ...] = ()


class SpaceSection(Section):
    name: str
    title: str = ""
    timezone: Zone = "UTC"
    holidays: Holidays = ""
    terms: tuple[str, ...] = ()
    required_groups: tuple[str, ...] = ()
    chats: tuple[Address, ...] = ()
    caucus: tuple[Address, ...] = ()
    public: tuple[Address, ...] = ()
    chairs: tuple[Accounts, ...] = ()
    secretariat: tuple[Accounts, ...] = ()
    plenary: tuple[Time, ...] = ()
    min_notice_h: NonNegativeFloat = 24
    working_hours: Hours = "08:00-20:00"
    undo: Seconds = "60s"
    language: str = "en"
    private: bool = False
    watch: tuple[WatchSection, ...] = ()
    delegation: tuple[DelegationSection, ...] = ()


class Config(Section):
    """All settings. `slack`, `telegram` and `mail` are None where the section is left out, or has no token or host."""

    database: DatabaseSection = DatabaseSection()
    slack: SlackSection | None = None
    telegram: TelegramSection | None = None
    server: ServerSection = ServerSection()
    fetch: FetchSection = FetchSection()
    mail: MailSection | None = None
    security: SecuritySection = SecuritySection()
    retention: RetentionSection = RetentionSection()
    space: tuple[SpaceSection, ...] = ()
