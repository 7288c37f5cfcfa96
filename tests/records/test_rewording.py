"""Reasons that were only dressed anew are told from new ones, in short texts, too."""

from __future__ import annotations

import pytest

from aseptic.records.rewording import reworded

TYPED = "The command is the operator's own, typed at the console of the pump."
FIXED = "The command is fixed, comes from a constant beside it, and nothing that a patient enters reaches it at all."
LISTED = "The list of programs is known and fixed in the build, and no other can be started by anyone."
SEALED = (
    "The console only hands over commands from the signed catalogue that the build seals, and a person at the locked "
    "device chooses one, so data cannot reach the shell here. What is typed needs pipes as the catalogue allows, hence "
    "a list of arguments will not do."
)
CHOSEN = (
    "The command is the list of the operator's own console, typed by a person at the locked device; the program that "
    "runs is chosen from a fixed list of the build."
)
TESTS = "Only used in tests."
GERMAN = "Der Befehl kommt vom Bediener selbst, an der Konsole der Pumpe getippt."
CHINESE = "该命令由操作员在泵的控制台上亲自输入。程序只能从构建时固定的列表中选择。"
JAPANESE = "コマンドは操作者がポンプのコンソールで自分で入力するもので、外部からは何も届かない。"


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (TYPED, TYPED.upper()),
        (TYPED, "The command is an operator's own, entered at the console of the pump."),
        (TYPED, "The command is the user's own, typed at the terminal of the pump."),
        (TYPED, "The command is a nurse's or so, typed at the console of the pump."),
        (TYPED, "At the console of the pump, the operator types the command, which is their own."),
        (TYPED, f"As was discussed: {TYPED}"),
        (TYPED, f"{TYPED} This is fine, as was said before."),
        (FIXED, "The command is constant, comes from one beside it, and nothing that a user enters reaches it at all."),
        (FIXED, "Nothing that a patient enters reaches it; the command comes from a constant and is fixed."),
        (LISTED, "The list of programs is known and set in the build, and no other can be launched by anyone."),
        (TESTS, "It is used only in tests."),
        (GERMAN, "Der Befehl kommt von dem Bediener selbst und wird an der Konsole der Pumpe eingegeben."),
        (CHINESE, "程序只能从构建时固定的列表中选择。而且命令由操作员在泵的控制台上亲自输入。"),
        (CHINESE, "这条命令是操作员在泵的控制台上自己输入的。程序只能从构建中固定的列表里选择。"),
        (CHINESE, "如前所述。该命令由操作员在泵的控制台上亲手键入。程序只可从构建时固定的列表中选取。"),
        (JAPANESE, "外部からは何も届かず、コマンドは操作者がポンプのコンソールで自ら打ち込むものである。"),
        (JAPANESE, "コマンドは操作者自身がポンプのコンソールで入力するものであり、外部からは何も届きません。"),
        ("subprocess.runは固定の一覧だけを実行する。", "subprocess.run は固定の一覧だけを実行します。"),
    ],
)
def test_what_is_only_dressed_anew_is_the_same(then: str, now: str):
    assert reworded(then, now) and reworded(now, then)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (TYPED, "The console is locked by badge."),
        (TYPED, "The command is one of ten fixed names."),
        (TYPED, "The pump's console is locked by badge, and each command goes through a list that the build checks."),
        (
            TYPED,
            f"{TYPED} And since version 3 it starts nothing but the updater: the shell is a restricted one by now.",
        ),
        (
            FIXED,
            "Patients' texts are quoted by shlex.quote before they come here, and a test shows that for each form.",
        ),
        (LISTED, "The build signs the updater, and the pump starts nothing that is not signed by the vendor's key."),
        (LISTED, "The build is known."),  # by chance: of the old one little is left
        (SEALED, CHOSEN),
        (TESTS, "A test shows that the input is quoted."),
        (
            GERMAN,
            "Die Konsole ist durch einen Ausweis gesperrt, der Befehl wird gegen eine Liste fester Namen geprüft.",
        ),
        (CHINESE, "控制台由工牌锁定。输入的每个参数都经过白名单校验。测试覆盖了所有形式。"),
        (CHINESE, "该命令在操作员的控制台上与签名的列表比对。不符者拒绝执行。"),
        (JAPANESE, "コンソールはカードで施錠されており、コマンドは署名済みの一覧と照合されてから実行される。"),
        (JAPANESE, "操作者が入力した文字列はすべて引用符で囲まれ、各形式についてテストで確認されている。"),
        ("", "Only used in tests."),
        ("Only used in tests.", ""),
    ],
)
def test_what_argues_otherwise_about_the_same_thing_is_new(then: str, now: str):
    assert not reworded(then, now) and not reworded(now, then)
