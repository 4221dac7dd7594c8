"""The words by which a name is told from a place, and a story from a label."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Between a given name and a surname: 'Juan de la Cruz'.
PARTICLES = _set(
    """
    abu al ben bin da de del den der di dos du e el ibn la las le los mac san st van von y
    """
)
TITLES = _set(
    """
    aunt auntie brother coach det detective miss mr mrs ms mx officer pastor rev reverend sgt sister uncle
    """
)
# 'Lil Ray', 'Big Mike'.
NICKNAMES = _set(
    """
    big lil lilman ol
    """
)
HOUSEHOLDS = _set(
    """
    family household
    """
)
# After these, a given name alone is someone.
BEFORE_SOMEONE = _set(
    """
    brother by called client cousin father for from girlfriend met mother of participant saw son told with youth
    """
)
# What is named after people: the name before these is a place's or an organization's.
PLACES = _set(
    """
    academy agency allee alliance amphitheater apartments arena armory associates association ave avenue beach
    boulevard bridge building campus cathedral cemetery center centre chapel charter christian church clinic club
    coalition college commons community complex conservatory corner council court courts ctr cultural drive
    elementary ensemble esplanade fair farm festival field fieldhouse forest foundation garden gardens green grove
    gym gymnasium hall harbor high homes hospital house institute island junior lagoon league library lodge lounge
    magnet mall manor market mem meml memorial middle ministries ministry mission mosque museum nature neighborhood
    network organization park parkway pavilion pkwy place playground playlot plaza plgd point pool prairie prep
    preserve project rd recreation restaurant river road rotary sanctuary school services shelter shore society
    square st stadium station street synagogue temple terrace theater theatre tournament tower towers trail union
    university village ymca youth zoo
    """
)
# Between a name and a place, these say that the place is another thing.
BETWEEN = _set(
    """
    a after an and at before by came for from her his in is near on or the to wants was with
    """
)
# Two of these among a handful of words make a story.
STORY_WORDS = _set(
    """
    after argued auntie because beef boyfriend brother came cousin dad fight fought girlfriend got grandmother had
    he he's her him his i killed lives living me mom mother my said says she she's shot sister stays their them then
    they they're threatened told wanted wants was we went were when who you
    """
)
# In the header of a column: whose name it is, if not a person's.
NOT_A_PERSON = _set(
    """
    activity agency area batch beat building city cohort column community country county department district domain
    event facility file league measure neighborhood org organisation organization park partner program project
    region role schedule school service session sheet site state station status table team type venue ward
    """
)
