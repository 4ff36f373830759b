"""The panels behind the page of weights: base weights, method, what a recipe is used for, files."""

from __future__ import annotations

from dataclasses import replace

from cati_app.domain.weighting.recipe import MissingValues, WeightingMethod
from cati_app.texts import Words
from cati_app.ui.analyst.weights import typed
from cati_app.ui.analyst.weights.port import KeptWeighting, LookedAtWeights
from cati_app.ui.analyst.weights.typed import TypedOptions
from cati_app.ui.stage.form_states import FieldKind, FieldState, FormState
from cati_app.ui.stage.panel_states import FormPanelState, PanelKind


class WeightsPanels:
    """In the language of the window.

    Args:
        folder: Where files go unless somebody says otherwise.
    """

    def __init__(self, words: Words, folder: str) -> None:
        self._words = words
        self._folder = folder

    def base_panel(self, number: int, options: TypedOptions, message: str = "", wrong: str = "") -> FormPanelState:
        """What an interview stands for before any margin."""
        words = self._words
        fields = (
            FieldState(
                typed.BASE,
                words.say("Base weights"),
                FieldKind.PICK,
                options.base,
                (("", words.say("1 each")), (typed.OF_SAMPLE, words.say("those of the sample"))),
                explanation=words.say(
                    "What an interview stands for because of how it was selected. Those of the sample are the field"
                    " that outcomes.weight in study.yaml names. With frames or persons below they are computed."
                ),
            ),
            FieldState(
                typed.FRAMES,
                words.say("Frames: numbers drawn / numbers there are : variable"),
                value=options.frames,
                may_be_blank=True,
                hint="landline=2000/1000000:n_landline; mobile=1000/2000000:n_mobile",
                explanation=words.say(
                    "For a dual frame: 1 / chance of being reached. The variable holds by how many numbers of the frame"
                    " the person can be reached; without one it is one number. Blank: not computed from frames."
                ),
            ),
            FieldState(
                typed.PERSONS,
                words.say("Variable with the persons of the household"),
                value=options.persons,
                may_be_blank=True,
                hint="persons_16",
                explanation=words.say(
                    "Eligible persons of whom one was selected, at a landline. Blank: nobody was selected."
                ),
            ),
            FieldState(
                typed.ASSUMED,
                words.say("Taken where such a variable has no value"),
                value=options.assumed,
                may_be_blank=True,
                hint="1",
                explanation=words.say("Blank: such interviews keep the weights from being computed."),
            ),
        )
        title = words.say("Base weights of the recipe")
        return _form(
            PanelKind.WEIGHTS_BASE, f"base {number}", title, words.say("Compute the weights"), fields, message, wrong
        )

    def method_panel(self, number: int, options: TypedOptions, message: str = "", wrong: str = "") -> FormPanelState:
        """How margins are met."""
        words = self._words
        methods = (
            (WeightingMethod.RAKE.value, words.say("raking")),
            (WeightingMethod.TRIM.value, words.say("raking with trimmed weights")),
            (WeightingMethod.LOGIT.value, words.say("logit calibration with bounds")),
        )
        missing = (
            (MissingValues.REFUSE.value, words.say("are told, and nothing is computed")),
            (MissingValues.SAMPLE.value, words.say("are a category of their own")),
        )
        fields = (
            FieldState(
                typed.METHOD,
                words.say("Weighting method"),
                FieldKind.PICK,
                options.method,
                methods,
                explanation=words.say(
                    "Raking meets every margin in turn, without bounds. Trimmed, weights are cut to the bounds and"
                    " raked again. Logit calibration keeps weight / base weight between the bounds and meets every"
                    " margin."
                ),
            ),
            FieldState(
                typed.LOW,
                words.say("Lower bound"),
                value=options.low,
                may_be_blank=True,
                hint="0.3",
                explanation=words.say(
                    "Of the mean weight, or of the base weight: 0 or more, below 1. Raking has none."
                ),
            ),
            FieldState(
                typed.HIGH,
                words.say("Upper bound"),
                value=options.high,
                may_be_blank=True,
                hint="3",
                explanation=words.say("Above 1. The narrower the bounds, the smaller the design effect."),
            ),
            FieldState(
                typed.MISSING,
                words.say("Interviews without a value of a margin"),
                FieldKind.PICK,
                options.missing,
                missing,
                explanation=words.say(
                    "Don't know, refused and filtered, where no category of the margins names them. As a category of"
                    " their own they keep their share of the interviews."
                ),
            ),
        )
        title = words.say("Method of the recipe")
        return _form(
            PanelKind.WEIGHTS_METHOD,
            f"method {number}",
            title,
            words.say("Compute the weights"),
            fields,
            message,
            wrong,
        )

    def choose_panel(
        self, number: int, looked: LookedAtWeights, before: KeptWeighting | None, reason: str, message: str
    ) -> FormPanelState:
        """What a recipe does once it is in force."""
        words = self._words
        texts = [
            words.say(
                "Data sets, tables and reports are weighed by recipe {digest} from now on. The recipe is kept, not the"
                " weights: interviews that come later are weighed by it, too.",
                digest=looked.digest,
            )
        ]
        if before is not None:
            texts.append(words.say("In force until now: weighting {version}.", version=before.version))
        if not looked.is_met:
            texts.append(words.say("Attention: not every margin is met within these bounds."))
        verb = words.say("Use it from now on")
        return _form(
            PanelKind.WEIGHTS_CHOOSE,
            f"choose {number}",
            words.say("Use this recipe for data and tables?"),
            verb,
            (self._reason(words.say("What it is called, and why it is used"), reason),),
            message,
            "reason",
            tuple(texts),
        )

    def none_panel(self, number: int, in_force: KeptWeighting, reason: str, message: str) -> FormPanelState:
        """What it means to give weights up."""
        words = self._words
        told = words.say(
            "In force is weighting {version}. Without it every interview counts as one in data sets, tables and"
            " reports. It stays in the list and can be used again.",
            version=in_force.version,
        )
        return _form(
            PanelKind.WEIGHTS_NONE,
            f"none {number}",
            words.say("No weights from now on?"),
            words.say("Without weights from now on"),
            (replace(self._reason(words.say("Reason"), reason), hint=""),),
            message,
            "reason",
            (told,),
        )

    def _reason(self, label: str, reason: str) -> FieldState:
        words = self._words
        return FieldState(
            "reason",
            label,
            value=reason,
            hint=words.say("margins of the census 2022"),
            explanation=words.say("It stands in the list, sealed with the answers. No names or numbers, please."),
        )

    def files_panel(self, number: int) -> FormPanelState:
        """Where files go."""
        words = self._words
        told = words.say(
            "The table of the margins as CSV, the picture as SVG, and the recipe, by which `cati weigh` and M give the"
            " same weights."
        )
        field = FieldState("folder", words.say("Folder"), value=self._folder)
        return _form(
            PanelKind.WEIGHTS_FILES,
            f"weights {number}",
            words.say("Write files"),
            words.say("Write them"),
            (field,),
            "",
            "",
            (told,),
        )


def _form(
    kind: PanelKind,
    key: str,
    title: str,
    verb: str,
    fields: tuple[FieldState, ...],
    message: str,
    wrong: str,
    texts: tuple[str, ...] = (),
) -> FormPanelState:
    return FormPanelState(kind, FormState(key, title, verb, texts, fields, message=message, wrong=wrong))
