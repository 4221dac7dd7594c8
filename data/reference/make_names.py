"""Makes names.txt, with which intake tells a person's name from a place or a key.

python make_names.py BABYNAMES.parquet FORENAMES.csv SURNAMES_2010.csv SURNAMES_1990.txt WORDS.json SPELLING.txt

The six files are named in README.md beside this one. A name has two figures, how common it is as a given
name and as a surname (0 never, 1 rarely, 2 often, 3 very often), and a letter: `n` where it is a name alone,
`w` where it is an ordinary word too ("Grace", "Hill"). Words that are hardly ever names stand as `00w`.
"""

import csv
import json
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

import pandas as pd

FEWEST_BIRTHS = 30  # of a name that is spelled as a word too
RAREST_WORD = 20_000  # rank among words; rarer ones say nothing
SHORTEST_NAME = 2
SURELY_A_NAME = 100_000  # births: whatever else it means, it is a name

# Names among the words of encyclopedias and films: no one means anything else by them.
NAMES_NOT_WORDS = """
carly cristian phoebe jax chloe rafe viki nikolas tess marah lexie sami lorelai xander zander mateo aidan maris
muhammad nate massimo roxy zach andie cris rianna alistair paulo sloane henri walt enzo manny johan mikhail zoey
bela hussein okey hasan geoff clive abbas jock eliot lenin dory joachim gabe drue desi vijay orson lilah arvin
sharif anand theodor ainsley lorne arnie judah winthrop jakob siena graeme raoul jozef yusuf rihanna christoph
torrance bjorn caspian anwar casimir corry harlin merton austen tristin karel arjun laynie salim oskar gustave
nasir kamal sigmund dmitri niels vikram saeed rahul mahdi surya chaim yahya niall priya pooja kabir jen pacey
ephram georges barack gabby akbar guillaume stanislaw mahmud pieter hamid wladyslaw assad khalifa jurgen constantin
abdel mubarak goran hendrik jafar jerzy raman petar piotr suleiman adolphe rajiv janos kemal sunil dusan sigurd
jahan vidya josip selim ahmet tadeusz ashraf mehdi krzysztof zoran salah ranjit henryk yitzhak majid jalal milos
rajan hernando shyam miklos tomasz jozsef vinod joaquim sadiq latif satya pawel qadir narayan bashar najib yunus
ishaq gamal yasser akram harun jyoti zygmunt yazid govind wahid mitra laszlo abdur tonio tereza hendrik gustaf
crane travers sheridan frasier forrester obama cardenas quang nguyen kong kim shah arroyo leach tendai
fang sheikh begum rani khan
"""

# Names that are words as well, beyond those that are commoner as words.
WORDS_TOO = """
grace faith hope mark rose lily bill art hill joy summer autumn spring april may june august violet daisy ivy
pearl ruby jade amber crystal dawn eve star chase drew grant dale glen heath forrest rusty sandy rich frank
earnest pat sue rob josh gene ray rod cliff clay cole dean duke earl prince king hunter mason cooper carter parker
tyler christian trinity destiny genesis angel heaven mercy charity patience prudence melody cherry ginger olive
holly hazel iris jasmine robin wren raven buddy junior lane reed brooks west north page penny sky sunny stormy
virginia carolina georgia dakota madison austin jackson lincoln washington houston dallas phoenix london jordan
israel kenya chad cuba troy florence charlotte savannah sydney brooklyn memphis camden hudson wade lance miles
norm herb curt nick tad jay bob will chance brown young white green wood woods black gray grey stone rivers bird
wells bright glass branch bond snow case ford fields bell banks bush cook baker taylor miller turner walker
porter fisher fox wolf bishop pope abbott major sergeant price cash small long short best love day knight noble
sharp strong swift wise moody merry gay golden rich winter winters frost rain bridges pool poole marsh moss berry
rice coffee beer wine cotton mills tate joyce barber butler carpenter mason shepherd weaver potter sawyer archer
miner farmer gardner head foot hand boyd burns chambers cross crow dove drake finch crane sparks post power powers
peoples person chin shin hum tan ho song long wing sun moon lee low ham
lawn chatham kenwood beverly douglas garfield englewood ashburn marquette lawndale uptown pullman hegewisch
roseland chicago heights burnside calumet humboldt belmont portage albany ravenswood edison clearing dunning
riverdale oakland fuller bridgeport kedzie western ashland halsted pulaski cicero archer clark state division
kinder peace light fresh open safe hero victory liberty justice unity legend king royal parks day case west battle ebony
"""

# Never part of a name here, however the census has them.
NEVER_NAMES = """
an my doc season early little general said september january december ever guy french german baby son sir job
story france san lake race true seven china female navy author italy angeles irish era marry parish male britain
dutch lawyer colonel carry unknown rise do new her oh see good south back high way house place york still call
held fine large main law book english guess power land council street england southern free heard hurt deal
means word close self christmas singer fort speed poland fair daily nation mount box register card sales sell
falls towns sides treat kitchen laws settle folk guest pack the of and for with in at on to by from is was are
were be been has have had he she his him they them their it its this that these those not no yes or as if then
than so but who whom which what when where why how all any some each every both more most other into over after
before under between out up down off about against during without within along following across behind beyond
plus except near since until school schools church center centre park street avenue road library club
program programs project projects service services agency ministry group groups team community health family
families youth student students class hours hour session sessions days week month year years field trip
household households child children adult adults parent parents man men woman women boy boys girl girls people
person persons client clients participant participants member members staff worker cases city county state
district area areas region north northern southern eastern east western central court house home homes
sport sports game games night time date name names number numbers note notes call calls office police fire
saint monday tuesday wednesday thursday friday saturday sunday test sample contact key id ids site row rows
unit units block blocks corner table tables data event events basketball football soccer baseball tennis dance
music movie movies food lunch dinner breakfast meal meals job jobs training readiness reading math science stem
christ united
"""


def plain(name: str) -> str:
    """Lower case without accents: what intake looks up."""
    letters = unicodedata.normalize("NFKD", name.lower())
    return "".join(letter for letter in letters if letter.isalpha() and not unicodedata.combining(letter))


def level(value: float, *steps: float) -> int:
    return sum(value >= step for step in steps)


def main(babynames: str, forenames: str, surnames_2010: str, surnames_1990: str, words: str, spelling: str) -> None:
    births = pd.read_parquet(babynames, columns=["name", "n"]).groupby("name")["n"].sum()
    given: dict[str, int] = defaultdict(int)
    for name, count in births.items():
        given[plain(str(name))] += int(count)
    also_given, surnames = (
        {plain(row["name"]) for row in csv.DictReader(Path(file).read_text(encoding="utf-8").splitlines())}
        for file in (forenames, surnames_2010)
    )
    rank_1990 = {}
    for line in Path(surnames_1990).read_text(encoding="ascii").splitlines():
        name, _, _, rank = line.split()
        rank_1990[plain(name)] = int(rank)
    rank: dict[str, float] = {}
    for ranked in json.loads(Path(words).read_text(encoding="utf-8")):
        for position, word in enumerate(ranked, start=1):
            rank[plain(word)] = min(position, rank.get(plain(word), RAREST_WORD))
    never, words_too = set(NEVER_NAMES.split()), set(WORDS_TOO.split())
    # What a spelling list writes with a capital letter alone is the name of someone or something.
    spelled = {line for line in Path(spelling).read_text(encoding="utf-8").splitlines() if line.isalpha()}
    ordinary = {plain(word) for word in spelled if word == word.lower()}
    common = {word for word, position in rank.items() if position < RAREST_WORD}
    dictionary = (common & ordinary) - set(NAMES_NOT_WORDS.split())
    heard = ordinary | (common & {plain(word) for word in spelled})
    classes: dict[str, list[str]] = defaultdict(list)
    for name in set(given) | also_given | surnames | set(rank_1990) | heard | never:
        if len(name) < SHORTEST_NAME:
            continue
        as_given = max(level(given[name], FEWEST_BIRTHS if name in heard else 1, 500, 10_000), 2 * (name in also_given))
        often = level(-rank_1990.get(name, 10**6), -20_000, -1_000)
        as_surname = often + 1 if often else int(name in surnames or name in rank_1990)
        is_word = name in words_too or (name in dictionary and given[name] < SURELY_A_NAME)
        if name in never:
            as_given = as_surname = 0
        elif name in dictionary:
            as_given = as_given if given[name] >= 1_000 else 0
            as_surname = as_surname if rank_1990.get(name, 10**6) <= 5_000 else 0
        is_word = is_word or not (as_given or as_surname)
        letter = "w" if is_word else "r" if name in ordinary else "n"
        classes[f"{as_given}{as_surname}{letter}"].append(name)
    lines = []
    for code, names in sorted(classes.items()):
        line = code
        for name in sorted(names):
            if len(line) + len(name) > 118:
                lines.append(line)
                line = code
            line += f" {name}"
        lines.append(line)
    (Path(__file__).parent / "names.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
