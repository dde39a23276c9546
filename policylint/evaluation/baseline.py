"""The keyword baseline: one hand-written expression a requirement, searched in the whole text.

It is what a careful person would type into a search box in an afternoon. A requirement whose expression is found is
addressed; a document in which social media is named three times or more settles it for social media, any other one
for older
technology only. It is there to be compared with, not to be used.
"""

from __future__ import annotations

import re
from typing import Final

_SOCIAL: Final = re.compile(r"social (media|network)|blog|facebook|twitter|youtube", re.IGNORECASE)
_MENTIONS: Final = 3

_EXPRESSIONS: Final[dict[str, str]] = {
    "foundation.purpose": r"purpose|aim of this|objective",
    "foundation.scope": r"applies to|scope|this policy covers",
    "foundation.definitions": r"definition|is defined as|means any|refers to",
    "foundation.use-types": r"(official|professional) use.{0,200}personal use|personal use.{0,200}official use",
    "foundation.owner": r"questions (about|regarding|concerning)|policy owner|responsible for (this|the) policy",
    "foundation.review": r"effective date|revised|last (reviewed|updated)|reviewed (annually|every)|date of issue",
    "access.who": r"(authori[sz]ed|designated) (users|employees|staff)|access (is|will be) (granted|provided|limited)",
    "access.sites": r"block(ed|s)? (access|sites)|filter|approved sites|restricted sites",
    "access.procedure": r"request (for )?access|access request|apply for access",
    "account.approval": r"(approv|authori[sz])\w* .{0,60}(account|page|site)",
    "account.inventory": r"(list|register|inventory) of .{0,40}(account|site)s",
    "account.administrators": r"account administrator|page administrator|designated administrator",
    "account.credentials": r"(log-?in|password|credential)s? .{0,60}(held|shared with|provided to|changed when|leaves)",
    "account.upkeep": r"(monitor|update|maintain)\w* .{0,40}(account|page|site)s?",
    "account.closure": r"(close|deactivat|delet|remov)\w* .{0,30}(account|page)",
    "account.identity": r"official (logo|seal|account)|link (back )?to .{0,30}web ?site",
    "use.official": r"business (use|purposes)|official (business|purposes)",
    "use.personal-at-work": r"personal use|non-business use",
    "use.personal-accounts": r"personal (account|social|blog|page|site)|off.duty",
    "use.related-policies": r"other policies|in accordance with .{0,40}polic|see also",
    "use.monitoring": r"monitor|expectation of privacy",
    "use.consequences": r"disciplin|terminat",
    "conduct.code": r"code of (conduct|ethics)|standards of conduct",
    "conduct.prohibited": r"harass|obscen|defam|discriminat",
    "conduct.tone": r"respectful|courteous|professional|good judge?ment",
    "conduct.transparency": r"identify yourself|transparen|anonymous|misrepresent",
    "conduct.disclaimer": r"disclaimer|views (are|expressed).{0,40}own|on behalf of",
    "conduct.politics-gain": r"political|commercial|personal gain|fund-?rais",
    "content.authors": r"(authori[sz]ed|permitted|designated) to (post|speak|publish)|spokes",
    "content.review": r"(approv|review)\w* .{0,40}(before|prior to).{0,20}(post|publi)",
    "content.accuracy": r"accura|correct (any )?(error|mistake)",
    "content.scope": r"content (should|must|may)|appropriate content|topics",
    "content.confidential": r"confidential",
    "content.ip": r"copyright|trade ?mark|intellectual property",
    "security.passwords": r"password",
    "security.threats": r"virus|phishing|malware|hack",
    "security.technical": r"encrypt|firewall|scan|anti-?virus|two-factor",
    "security.incident": r"report .{0,60}(incident|breach|compromise|suspicious)",
    "security.training": r"training|acknowledg",
    "security.personal-data": r"personal (data|information)|personally identifiable",
    "legal.compliance": r"comply with .{0,40}law|applicable law|illegal",
    "legal.records": r"public record|retention|archiv",
    "legal.disclosure": r"freedom of information|public records|disclosure|open meetings",
    "legal.speech": r"first amendment|free(dom of)? speech|freedom of expression|concerted activity|whistle",
    "legal.accessibility": r"accessib(le|ility)|section 508|disabilit|captions",
    "legal.privacy": r"privacy (law|act|policy|notice)|data protection",
    "legal.platform-terms": r"terms of (service|use)",
    "citizen.rules": r"public (may|can|comments)|comment policy|users are welcome",
    "citizen.prohibited": r"comments? (that|which|containing).{0,60}(removed|deleted|not allowed)",
    "citizen.moderation": r"moderat|remov\w* (any )?comments|delete comments",
    "citizen.blocking": r"block (a )?user|banned|ban users",
    "citizen.disclaimer": r"do(es)? not (necessarily )?(reflect|represent) .{0,30}(views|opinions)|endorse",
    "citizen.response": r"respond to (comments|questions|messages)|reply|not monitored 24",
}


def baseline_statuses(text: str) -> dict[str, str]:
    """A status for each requirement, from keywords alone."""
    found = "covered" if len(_SOCIAL.findall(text)) >= _MENTIONS else "legacy"
    return {
        requirement: found if re.search(expression, text, re.IGNORECASE | re.DOTALL) else "missing"
        for requirement, expression in _EXPRESSIONS.items()
    }
