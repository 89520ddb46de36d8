"""How NAVCA's work is sorted on its desk, in NAVCA's words."""

from typing import Final

# What stands together on the first page and at the side, in this order.
SUBJECTS: Final = {
    "The Covenant": ("Principle", "PrinciplePoint", "Expectation", "ProgressSign", "LCSIFunction", "Impact"),
    "Evidence": ("Finding", "EvidenceUse", "EquityPoint", "Source"),
    "Guidance and news": ("GuidePage", "StartingPoint", "Update", "GlossaryTerm", "Link"),
    "Case studies": ("CaseStudy", "Story", "SuccessFactor"),
    "Letters": (
        "LetterTemplate", "LetterTemplateVersion", "StarterExample", "TierParagraph", "PreElectionPeriod",
    ),
    "Agreements": ("ClauseWording",),
    "Briefings": ("TierPriority",),
    "Public bodies": ("PublicBody", "OfficeAddress"),
    "Members": ("Organisation", "User", "Invitation", "AccessRequest", "Feedback", "FeedbackTheme"),
}  # fmt: skip
OTHERS: Final = "More"
