"""Certificates and theorems in Coq: what is exported, what compiles, its axioms, and what must not compile."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

import contextures as cx
from contextures.cli import main
from contextures.errors import InputError
from contextures.measure.domain import domain_of
from contextures.theory.catalogue import catalogue
from contextures.verify.certificates.byhand.subject import Subject
from contextures.verify.certificates.certificate import certificate
from contextures.verify.certificates.coq import prover
from contextures.verify.certificates.coq.audits import audit_script
from contextures.verify.certificates.coq.case import TEMPLATES
from contextures.verify.certificates.coq.export import NAMES, name_of, script
from contextures.verify.certificates.judge import judge
from contextures.verify.proofs.formal import CLASSICAL, REFUTED, THEOREMS, statement_of
from tests.dear import thirds

ROOT = Path(__file__).resolve().parents[1]
COQ = ROOT / "coq"
CERTIFICATES = sorted((ROOT / "docs/certificates").glob("*.json"))
FIRST = "From mathcomp Require Import all_ssreflect all_algebra.\n"
PROBE = (
    FIRST + "From mathcomp.algebra_tactics Require Import ring.\nFrom mathcomp.real_closed Require Import complex.\n"
)
ANALYSIS = "From mathcomp Require Import Rstruct exp.\n"


def document(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def subject(path: Path) -> Subject:
    return Subject.of(document(path))


def is_formal(this: Subject) -> bool:
    """Whether the part has a formal statement."""
    return (this.statement.id, this.part.name) in TEMPLATES


def missing() -> str | None:
    """Why Coq cannot be asked, or None."""
    if not shutil.which("coqc"):
        return (
            f"coqc is not installed (Debian: {prover.PACKAGES}, libcoq-mathcomp-real-closed, libcoq-mathcomp-analysis)"
        )
    found = subprocess.run(
        ["coqtop", "-q", "-w", "none"], input=PROBE + ANALYSIS, text=True, capture_output=True, timeout=900, check=False
    )
    return "mathcomp, its real-closed, algebra-tactics or analysis is missing" if "Error" in found.stderr else None


@pytest.mark.parametrize("path", CERTIFICATES, ids=lambda path: path.name)
def test_committed_files_are_fresh_exports(path: Path) -> None:
    this = subject(path)
    if not is_formal(this):
        with pytest.raises(InputError, match="has no formal statement"):
            script(this)
    else:
        assert (COQ / f"certificates/{name_of(this)}.v").read_text(encoding="utf-8") == script(this)


def test_no_other_files() -> None:
    names = {f"{id_}_{part}".replace(".", "_").replace("-", "_") for id_, part in TEMPLATES}
    assert {path.stem for path in COQ.glob("certificates/*.v")} == names
    listed = [line for line in (COQ / "_CoqProject").read_text(encoding="utf-8").splitlines() if line.endswith(".v")]
    assert sorted(listed) == sorted(
        path.relative_to(COQ).as_posix() for path in [*COQ.glob("*/*.v"), *COQ.glob("*/*/*.v")]
    )


def test_the_package_holds_the_theories() -> None:
    assert set(prover.theories()) == {
        path.relative_to(COQ / "theories").with_suffix("").as_posix() for path in (COQ / "theories").rglob("*.v")
    }


def test_every_theorem_and_refutation_is_of_a_part() -> None:
    for theorem in THEOREMS:
        statement = catalogue[theorem.id]
        assert theorem.part in {part.name for part in statement.variants[theorem.variant].parts}
    assert {(id_, part) for id_, parts in REFUTED.items() for part in parts} == set(TEMPLATES)


def test_a_statement_stands_under_its_id() -> None:
    """The comment before the definition that a theorem or a refutation is about names the id."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (COQ / "theories/Statements").glob("*.v")}
    about = [(t.id, t.part, t.variant) for t in THEOREMS] + [(id_, part, "printed") for id_, part in TEMPLATES]
    for id_, part, variant in about:
        chapter, name = statement_of(id_, part, variant)
        text = texts[chapter]
        place = re.search(rf"^Definition {name}\b", text, re.MULTILINE)
        assert place, f"{name} is not in Statements/{chapter}.v"
        named = re.findall(r"\(\*\* ([a-z]+\.[a-z0-9-]+)", text[: place.start()])
        assert named[-1] == id_, name


def test_nothing_is_admitted() -> None:
    for path in COQ.rglob("*.v"):
        text = re.sub(r"\(\*.*?\*\)", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"\b(Admitted|admit|Axiom|Axioms|Parameter|Parameters|Conjecture|Unset Guard)\b", text), (
            path
        )


def test_a_certificate_without_a_statement_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ROOT / "docs/certificates/stkr.minimax.printed.json"
    monkeypatch.setattr(sys, "argv", ["contextures", "export", str(path), "--as", "coq"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert "stkr.minimax, part 'unique': the part has no formal statement" in capsys.readouterr().err


def test_a_large_law_is_refused() -> None:
    this = subject(ROOT / "docs/certificates/optimality.low-variance.printed.json")
    body = {**this.document, "instance": {**this.document["instance"]}}
    n = 9
    joint = [[f"1/{2 * n}" if a in (x, (x + 1) % n) else "0" for a in range(n)] for x in range(n)]
    body["instance"] |= {"joint": joint, "task": ["1", *["0"] * (n - 1)]}
    large = Subject(this.statement, this.claim, this.part, body)
    with pytest.raises(InputError, match=r"the joint law is 9×9, too large \(at most 8 points a side\)"):
        script(large)


def test_without_coq_its_packages_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(prover.shutil, "which", lambda name: None)
    with pytest.raises(InputError, match="libcoq-mathcomp-algebra-tactics"):
        prover.Workshop(tmp_path).compile("", "refuted")


def test_with_another_mathcomp_its_packages_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A compiler that does not know what the theories use."""
    other = tmp_path / "coqc"
    other.write_text("#!/bin/sh\necho 'Error: The reference ltr01 was not found.' >&2\nexit 1\n", encoding="utf-8")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    text = (COQ / "certificates/shift_cvar_chi2_ball.v").read_text(encoding="utf-8")
    with pytest.raises(InputError) as said:
        prover.Workshop(tmp_path).compile(text, "refuted")
    assert "Coq 8.16 with mathcomp 1.15 is needed" in str(said.value)
    assert prover.PACKAGES in str(said.value)
    assert "ltr01 was not found" in str(said.value)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the folder with everything compiled, once for all workers."""
    reason = missing()
    if reason:
        pytest.skip(reason)
    own = tmp_path_factory.getbasetemp()
    copy = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "coq"
    done = copy.with_suffix(".built")
    with FileLock(copy.with_suffix(".lock")):
        if not done.exists():
            build(copy)
            done.touch()
    return copy


def homes() -> dict[str, str]:
    """Where each certificate is compiled: a dozen in one file, but for those that a proof needs.

    Loading mathcomp takes longer than most certificates.
    """
    proofs = "".join(path.read_text(encoding="utf-8") for path in COQ.glob("proofs/*.v"))
    names = sorted(path.stem for path in COQ.glob("certificates/*.v"))
    alone = set(re.findall(r"^From Contextures\.Certificates Require (?:Import )?(\w+)", proofs, re.MULTILINE))
    return {name: name if name in alone else f"From{k // 12}" for k, name in enumerate(names)}


def build(copy: Path) -> None:
    """Compile everything in a copy of the folder."""
    shutil.copytree(
        COQ, copy, ignore=lambda _, names: [n for n in names if not n.endswith((".v", "_CoqProject")) and "." in n]
    )
    project = copy / "_CoqProject"
    listed = [line for line in project.read_text(encoding="utf-8").splitlines() if not line.startswith("certificates/")]
    for home, names in groupby(sorted(homes().items(), key=itemgetter(1)), key=itemgetter(1)):
        path = f"certificates/{home}.v"
        texts = {
            name: (copy / f"certificates/{name}.v").read_text(encoding="utf-8") for name, _ in names if name != home
        }
        if texts:
            text = "".join(f"Module {name}.\n{text}\nEnd {name}.\n" for name, text in texts.items())
            (copy / path).write_text(text, encoding="utf-8")
        listed.append(path)
    project.write_text("\n".join(listed) + "\n", encoding="utf-8")
    subprocess.run(["coq_makefile", "-f", "_CoqProject", "-o", "Makefile"], cwd=copy, check=True, capture_output=True)
    jobs = min(os.cpu_count() or 1, 2)
    done = subprocess.run(["nice", "make", f"-j{jobs}"], cwd=copy, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


def ask(folder: Path, text: str, name: str = "question") -> subprocess.CompletedProcess[str]:
    """Compile a text beside what is built, each worker under a name of its own."""
    name += os.environ.get("PYTEST_XDIST_WORKER", "")
    (folder / f"{name}.v").write_text(text, encoding="utf-8")
    paths = [
        argument
        for path, logical in (("theories", ""), ("certificates", ".Certificates"), ("proofs", ".Proofs"))
        for argument in ("-R", path, f"Contextures{logical}")
    ]
    command = ["nice", "coqc", *paths, "-w", "none", f"{name}.v"]
    return subprocess.run(command, cwd=folder, text=True, capture_output=True, check=False)


@pytest.mark.campaign
def test_a_task_at_an_extreme_eigenvalue_has_a_dual_point_near_its_error(built: Path) -> None:
    statement = catalogue["optimality.converse"]
    claim, part = statement.printed, statement.printed.parts[0]
    law = [["0", "0", "1/7"], ["0", "3/7", "1/7"], ["1/7", "1/7", "0"]]
    fields = {"joint": law, "encoder": [["0"], ["0"], ["1"]], "epsilon": "1/2", "d": 1}
    instance = domain_of(statement).read(fields)
    finding = judge(domain_of(statement), claim, part, instance)
    assert "error_at_compatibility" not in finding.witnesses
    text = script(Subject.of(certificate(statement, "printed", part, instance, finding)))
    done = ask(built, text)
    assert done.returncode == 0, done.stderr


@pytest.mark.campaign
def test_theorems_are_about_their_statements_and_rest_on_what_is_said(built: Path) -> None:
    """Coq is asked for the type of each, against the statement of its id, part and form, and for its axioms."""
    lines, theorems = [PROBE], list[str]()
    at = {
        name: f"Contextures.Certificates.{home}{'' if home == name else f'.{name}'}" for name, home in homes().items()
    }
    modules = {t.module for t in THEOREMS} | {f"Contextures.Certificates.{home}" for home in homes().values()}
    lines += [f"Require {module}." for module in sorted(modules)]
    for theorem in THEOREMS:
        chapter, name = statement_of(theorem.id, theorem.part, theorem.variant)
        reals = "realType" if theorem.axioms else "rcfType"
        lines += [
            f"From Contextures.Statements Require {chapter}.",
            f"Check ({theorem.name} : forall R : {reals}, Contextures.Statements.{chapter}.{name} R).",
        ]
        theorems.append(theorem.name)
    statements = {path.stem: path.read_text(encoding="utf-8") for path in (COQ / "theories/Statements").glob("*.v")}
    for path in CERTIFICATES:
        this = subject(path)
        if not is_formal(this):
            continue
        chapter, name = statement_of(this.statement.id, this.part.name, "printed")
        refutes = this.document["kind"] == "refutation"
        full = f"{at[name_of(this)]}.{NAMES[this.document['kind']]}"
        claim = f"{'~ ' if refutes else ''}@Contextures.Statements.{chapter}.{name} R"
        given = "forall R : rcfType,"
        if re.search(rf"^Definition {name} .*\(ln : R -> R\)", statements[chapter], re.MULTILINE):
            claim, given = f"{claim} ln", f"{given} forall ln : R -> R, Contextures.Logs.is_ln ln ->"
        lines += [f"From Contextures.Statements Require {chapter}.", f"Check ({full} : {given} {claim})."]
        theorems.append(full)
    free = [name for name in theorems if name not in {t.name for t in THEOREMS if t.axioms}]
    pairs = " ".join(f"(@{name})," for name in free).rstrip(",")
    lines += ["From mathcomp Require Import reals." if any(t.axioms for t in THEOREMS) else ""]
    lines[1:1] = [lines.pop()]
    assumed = ", ".join(f"@{t.name}" for t in THEOREMS if t.axioms)
    lines += [f"Definition everything := ({pairs}).", "Print Assumptions everything."]
    lines += [f"Definition classical := ({assumed}).", "Print Assumptions classical."]
    done = ask(built, "\n".join(lines) + "\n")
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.count(prover.CLOSED) == 1
    said = done.stdout.split(prover.CLOSED, 1)[1]
    assert set(re.findall(r"^(boolp\.\w+)", said, re.MULTILINE)) == set(CLASSICAL)
    assert not re.search(r"^(?!boolp\.)\w+\.\w+ *:", said, re.MULTILINE)


CHANGES = {
    "objectives_supervised_onehot_only_if": ("1#2; 1#2; 0", "1#2; 1#3; 0"),
    "objectives_denoising_autoencoder_plain": ("1#2; 0", "1#3; 0"),
    "objectives_spectral_contrastive_identity": ("-7#32", "-7#31"),
    "objectives_spectral_noncontrastive_if": ("7#40", "6#40"),
    "objectives_graph_nodes_learns": ("0; -1#1; 1", "0; -1#1; 2"),
    "objectives_average_encoder_only_if": ("3#40", "1#40"),
    "optimality_trace_gap_of_contexture_value": ("1#144", "1#143"),
    "optimality_minimax_only_if_only_if": ("Notation eps := ", "Notation eps := (q R 2). Notation other := "),
    "optimality_converse_exists": ("1#6", "1#5"),
    "optimality_rkhs_definition": ("q R (1#16)", "q R (1#15)"),
    "optimality_lipschitz_bound": ("Notation c := (q R (", "Notation c := (q R (1"),
    "optimality_low_variance_preimage": ("Notation eps := (q R (1#2))", "Notation eps := (q R (1#9))"),
    "mixing_moderate_smaller": ("Notation w := ", "Notation w := (q R 2). Notation other := "),
    "bounds_minimax_lower_only_if": ("9#40", "8#40"),
    "shift_cvar_chi2_ball": ("10#11", "9#11"),
    "shift_group_in_ball_bound": ("q R (-1#11)", "q R (-2#11)"),
    "shift_boosted_cvar_strictly_better": ("[:: 1#2; 1#2]", "[:: 1#3; 2#3]"),
    "shift_doro_formula_formula": ("eps := (q R (1#3))", "eps := (q R (1#2))"),
    "shift_doro_worst_group_chi_square": ("14#15", "13#15"),
    "stkr_kernel_metric_metric": ("q R 4", "q R 5"),
    "neighbours_difficult_harder_bound": ("Notation higher := (q R (1#36))", "Notation higher := (q R (1#40))"),
    "neighbours_haochen_singleton_partition": ("[:: 1#2; 0]", "[:: 1#4; 1#4]"),
    "neighbours_adainf_connectivity_all": ("2#3", "3#4"),
    "neighbours_adainf_inflated_error_bound": ("Notation y := ", "Notation y := (fun=> true). Notation other := "),
    "neighbours_clustering_gaussian_free_identity": ("3#2", "4#3"),
    "neighbours_clustering_main_difference": ("[:: 1#2; 1#2]]", "[:: 1#2; 1#3]]"),
    "neighbours_clustering_multinomial_probabilities": ("[:: 1; 1]", "[:: 1; 0]"),
    "neighbours_clustering_clip_asymmetric": ("[:: false; true]", "[:: true; false]"),
    "neighbours_difficult_eigenvalue_norange_value": ("5#13", "4#13"),
    "neighbours_haochen_any_matrix_right": ("[:: [:: 0; 0]; [:: 1; 0]]", "[:: [:: 1; 0]; [:: 0; 0]]"),
    "neighbours_haochen_exact_recovery": (
        "[:: false; false; false; true; false]",
        "[:: true; false; false; false; false]",
    ),
    "neighbours_head_lower_input_bound": (
        "Notation G := (table R 2 2 [:: [:: 1; 0]",
        "Notation G := (table R 2 2 [:: [:: 0; 1]",
    ),
    "neighbours_ncl_narrow_lower": ("[:: 1#3; 0]", "[:: 1#6; 1#6]"),
    "neighbours_ncl_unique_wide_unique": ("[:: 3#5; 0]", "[:: 1; 0]"),
    "neighbours_zheng_information_at_least": ("2#5", "1#5"),
    "neighbours_joint_compare_required_low_noise": ("Notation je := ", "Notation je := (1 + 1)%R. Notation other := "),
    "neighbours_tang_localised_verbatim_regret": ("0; 0; 0; 0; 2]", "0; 0; 0; 0; 1]"),
    "neighbours_tang_contrastive_loss_free_identity": ("q R (-3#4)", "q R (-1#4)"),
    "neighbours_tang_cone_geometry_open": ("1#3; 1#3; 1#3", "1#2; 1#3; 1#6"),
    "neighbours_tang_criterion_left": ("Notation high := (q R 1)", "Notation high := (q R 2)"),
    "neighbours_difficult_eigenvalue_with_eigenvalue": (
        "Notation gamma := (q R (1#3))",
        "Notation gamma := (q R (2#5))",
    ),
    "neighbours_tang_contrastive_loss_free_minimiser": ("[:: 2; 0; 2]", "[:: 1; 0; 2]"),
    "neighbours_tang_corrected_loss_free_span": (
        "Notation theta := (numbers R [:: ",
        "Notation theta := (numbers R [:: 1; ",
    ),
    "neighbours_tang_eckart_young_unique_only_if": ("theta := (numbers R [:: 1", "theta := (numbers R [:: 2"),
    "neighbours_tang_isotropy_flatness_bound": ("zeta := (q R 1)", "zeta := (q R (1#9))"),
    "neighbours_tang_posthoc_trained_any": ("q R (1#6)", "q R (1#7)"),
    "neighbours_tang_propagation_equality": ("zeta := (q R 0)", "zeta := (q R 1)"),
    "neighbours_zheng_nested_sequential": ("Notation f := ", "Notation f := (fun=> 1%R). Notation other := "),
    "neighbours_zheng_orthogonal_any": ("sigma := (q R (", "sigma := (q R (1"),
    "classical_conformal_uncorrected_order": ("Notation k := 1%N", "Notation k := 2%N"),
    "classical_binomial_pvalue_losses_floor": ("4#5", "3#5"),
    "classical_ridge_loo_average_residual": ("Notation w := ", "Notation w := (fun=> 1)%R. Notation other := "),
    "classical_desymmetrisation_free": ("1#2; 1#2", "1#2; -1#2"),
    "classical_one_log_hoeffding": ("Notation delta := (q R (2#3))", "Notation delta := (q R (1#3))"),
    "classical_split_kl_limit": (
        "Notation value := (vector R 2 [:: 1; 1])",
        "Notation value := (vector R 2 [:: 1; 1#2])",
    ),
    "classical_erkip_cover_bound": ("[:: 0; 2#3]", "[:: 1#6; 1#2]"),
    "classical_serfling_fraction_fraction": ("[:: 1; 0]", "[:: 1; 1]"),
    "stkr_wrong_transform_well_posed": ("delta := (q R (1#2))", "delta := (q R (5#9))"),
}
"""One file of each kind, and a number in it that is changed."""


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_changed_is_in_the_certificate(name: str) -> None:
    """The certificates may be renewed; without Coq this tells that a change must follow."""
    old, _ = CHANGES[name]
    assert old in (COQ / f"certificates/{name}.v").read_text(encoding="utf-8")


@pytest.mark.campaign
@pytest.mark.parametrize("name", thirds(CHANGES))
def test_a_changed_certificate_does_not_compile(built: Path, name: str) -> None:
    old, new = CHANGES[name]
    text = (built / f"certificates/{name}.v").read_text(encoding="utf-8")
    assert ask(built, text.replace(old, new), "changed").returncode != 0


@pytest.mark.campaign
def test_check_with_coq(built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = ROOT / "docs/certificates/shift.cvar-chi2.printed.json"
    monkeypatch.setattr(sys, "argv", ["contextures", "check", str(path), "--with", "coq"])
    with pytest.raises(SystemExit) as left:
        main()
    assert not left.value.code
    assert "shift_cvar_chi2_ball: Coq accepts it, without axioms" in capsys.readouterr().out


@pytest.mark.campaign
def test_what_coq_rejects_is_said(built: Path, tmp_path: Path) -> None:
    text = (COQ / "certificates/shift_cvar_chi2_ball.v").read_text(encoding="utf-8")
    workshop = prover.Workshop(tmp_path)
    outcome = workshop.compile(text.replace("10#11", "9#11"), "refuted")
    assert not outcome.proves
    assert outcome.reason.startswith("Coq does not accept it: ")
    assumed = text.replace("Theorem refuted", "Axiom given : forall T : Prop, T.\nTheorem refuted")
    assumed = re.sub(
        r"(Theorem refuted[^\n]*\n)Proof\..*?Qed\.", r"\1Proof. exact: given. Qed.", assumed, flags=re.DOTALL
    )
    outcome = workshop.compile(assumed, "refuted")
    assert not outcome.proves
    assert outcome.reason.startswith("Coq accepts it with axioms: ")


def mean_alone(sample: Any, delta: float) -> float:
    """A limit without a margin."""
    return float(sample.mean())


def point(sample: Any, delta: float) -> tuple[float, float]:
    return float(sample.mean()), float(sample.mean())


def always(sample: Any, level: float) -> float:
    return 0.0


AUDITED = {
    "upper": (mean_alone, "law_of R "),
    "lower": (mean_alone, "law_of R "),
    "interval": (point, "law_of R "),
    "pvalue": (always, "delta := (q R (1#10))"),
    "conformal": (mean_alone, "delta := (q R (1#10))"),
}
"""A function of each kind that misses, and what is changed in its file."""


def audit_document(kind: str) -> Any:
    values = {} if kind == "conformal" else {"values": ["0", "1"]}
    return cx.audit(AUDITED[kind][0], kind=kind, n=3, delta="1/10", **values).certificate


@pytest.mark.parametrize("kind", AUDITED)
def test_an_audit_is_exported(kind: str) -> None:
    text = audit_script(audit_document(kind))
    assert f"~ keeps_{kind} " in text
    assert "Lemma lhs" in text
    assert "Lemma rhs" in text


def test_an_audit_with_seeds_is_refused() -> None:
    document = audit_document("upper")
    document["instance"] |= {"order": "given"}
    with pytest.raises(InputError, match="the order of a sample or on a seed have no formal statement"):
        audit_script(document)


@pytest.mark.campaign
@pytest.mark.parametrize("kind", AUDITED)
def test_coq_accepts_an_audit_but_no_changed_one(built: Path, kind: str) -> None:
    text = audit_script(audit_document(kind))
    done = ask(built, f"{text}\nPrint Assumptions refuted.\n", "audit")
    assert done.returncode == 0, done.stderr
    assert prover.CLOSED in done.stdout
    old = AUDITED[kind][1]
    assert old in text
    changed = text.replace(old, "law_of R 1" if old.startswith("law_of") else "delta := (q R (99#100))")
    assert ask(built, changed, "changed").returncode != 0
