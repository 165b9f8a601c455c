"""English words that tell of persons: titles, kin, pronouns, verbs of saying. Our own lists."""

from __future__ import annotations

from hwaryong.story.english import NEUTRAL, TELLING

SAYING = NEUTRAL | TELLING | frozenset(
    """assented assent assure assured bawled bade burst cried-out chimed chorused coaxed complained conceded
    concluded confessed confided contradicted cooed counselled croaked cut drawled ejaculated enquired
    entreated exclaimed expostulated faltered finished gasped grinned growled grumbled grunted hazarded
    howled hinted implored inquired inquires interposed interrupted intoned lisped moaned mused nodded
    objected offered opined panted persisted piped pleaded pondered pouted proceeded pronounced pursued
    put queried quoth raged rejoined related remonstrated reminded resumed returned returns ruminated
    shrieked shrilled smiled snapped snarled snorted sobbed speculated squeaked squealed stated
    stuttered suggested suggests squeaked thundered told tittered ventured volunteered vouchsafed wailed
    went whined wheezed acknowledged admitted advised affirmed apologised apologized averred argued
    asserted barked blurted bleated commented complied cautioned cursed decided demurred
    directed emphasised encouraged guessed informed instructed lied maintained noted
    ordered petitioned prompted questioned reflected reiterated rasped reproved retorted revealed
    sneered soothed spluttered swore taunted thought threatened urged uttered vowed welcomed yelped
    yawned""".split()  # noqa: SIM905
)  # fmt: skip
AUXILIARY = frozenset(
    """was is had has have were are would could should did does do will shall might may must can then also
    only merely simply again now once just still at last never always not soon presently""".split()  # noqa: SIM905
)
MALE_TITLES = frozenset(
    """mr sir lord master captain capt colonel col major general gen king prince duke count baron father uncle
    brother esq monsieur signor herr don squire parson rev reverend deacon bishop sergeant lieutenant
    corporal admiral commodore monseigneur brer mister viscount earl marquis constable inspector
    sheriff""".split()  # noqa: SIM905
)
FEMALE_TITLES = frozenset(
    """mrs miss ms lady madam madame mademoiselle queen princess duchess countess baroness aunt aunty auntie
    mother sister signora signorina frau fraulein dame mistress missis""".split()  # noqa: SIM905
)
TITLES = (
    MALE_TITLES
    | FEMALE_TITLES
    | frozenset(
        [
            "dr",
            "doctor",
            "prof",
            "professor",
            "judge",
            "st",
            "cousin",
            "nurse",
            "old",
            "young",
            "poor",
            "dear",
            "little",
        ]
    )
)
MALE_NOUNS = frozenset(
    """man gentleman boy lad fellow father papa dad daddy son brother uncle nephew husband grandfather
    grandpapa grandpa king prince lord duke squire captain colonel major general sergeant soldier sailor
    priest parson clergyman vicar rector curate bishop monk butler footman groom coachman driver waiter
    policeman constable inspector landlord master schoolmaster widower bridegroom hero chap bachelor
    baronet count emperor wizard giant postman milkman fisherman countryman nobleman workman salesman
    chairman sir brother-in-law father-in-law son-in-law godfather stepfather actor heir farmer miller
    carpenter smith blacksmith butcher baker barber shepherd hunter cowboy painter scholar abbot knight
    squire gent lieutenant admiral mate skipper detective lawyer attorney""".split()  # noqa: SIM905
)
FEMALE_NOUNS = frozenset(
    """woman lady girl lass maiden maid mother mamma mama mum mummy mom daughter sister aunt niece wife
    grandmother grandmamma grandma granny queen princess duchess countess housekeeper governess nurse
    landlady hostess mistress schoolmistress widow bride heroine nun witch milkmaid housemaid laundress
    dressmaker matron spinster damsel dame sister-in-law mother-in-law daughter-in-law godmother
    stepmother actress heiress waitress madam charwoman gentlewoman old-maid ladyship baroness""".split()  # noqa: SIM905
)
PERSON_NOUNS = MALE_NOUNS | FEMALE_NOUNS | frozenset(
    """person stranger child baby friend companion servant doctor physician surgeon teacher tutor cousin
    neighbour neighbor visitor guest host clerk cook gardener porter keeper guard messenger thief robber
    prisoner traveller traveler officer minister judge banker merchant student pupil player singer poet
    author speaker voice other creature youth orphan baby tailor partner secretary agent jailer jailor
    orderly caretaker customer chief leader guide pilot sage narrator storyteller editor manager owner
    director assistant apprentice foreman beggar peasant villager attendant maidservant manservant
    parent spouse lover suitor twin elder eldest youngest invalid patient witness sentinel sentry
    passenger boatman ferryman artist musician prophet spirit ghost angel devil demon dragon fairy elf
    dwarf ogre monster wolf fox bear lion cat dog rat mouse rabbit duck bird frog horse donkey owl
    tortoise turtle caterpillar duchess hatter hare mole toad badger otter""".split()  # noqa: SIM905
)  # fmt: skip
KIN = frozenset(
    """father papa dad mother mamma mama mum son daughter brother sister uncle aunt nephew niece husband wife
    grandfather grandmother grandpapa grandmamma granny cousin child friend companion""".split()  # noqa: SIM905
)
DETERMINERS = frozenset(
    ["the", "a", "an", "his", "her", "my", "their", "our", "your", "this", "that", "another", "one"]
)
POSSESSIVES = frozenset(["his", "her", "my", "their", "our", "your"])
MARKING = frozenset(  # adjectives that tell two persons of one noun apart
    [
        "old",
        "young",
        "little",
        "elder",
        "younger",
        "other",
        "tall",
        "fat",
        "thin",
        "black",
        "first",
        "second",
        "third",
        "big",
        "blind",
    ]
)
HE = frozenset(["he", "him", "his", "himself"])
SHE = frozenset(["she", "her", "hers", "herself"])
ME = frozenset(["i", "me", "my", "mine", "myself"])
PLACE_PREPOSITIONS = frozenset(
    ["in", "at", "into", "near", "from", "through", "towards", "toward", "around", "across", "within"]
)
PREPOSITIONS = PLACE_PREPOSITIONS | frozenset(
    [
        "of",
        "to",
        "with",
        "by",
        "for",
        "on",
        "upon",
        "about",
        "against",
        "after",
        "before",
        "behind",
        "beside",
        "between",
        "like",
        "over",
        "under",
        "without",
        "than",
        "as",
    ]
)
NO_NAMES = frozenset(
    """i a an the and but or if so as at in on of to for from by with he she it they we you his her its their
    our my your me him them us this that these those there here then now when where while what who whom
    which why how not no nor yes oh o ah eh ay aye well come go let do did does is was were are am be
    been have has had will would shall should can could may might must never ever only just still yet
    even very too all any some one two three such both each every other another after before since until
    till though although because unless chapter book part volume preface contents god heaven heavens
    lord christ jesus devil good great dear poor monday tuesday wednesday thursday friday saturday
    sunday january february march april may june july august september october november december
    christmas easter english french german italian irish scotch american british roman greek latin
    spanish indian chinese negro christian catholic protestant jew bible europe england france london
    paris america scotland ireland india italy germany rome street road hall house park square court
    castle abbey church college hotel inn bay river lake mount island sea mr mrs miss ms dr sir madam
    ma'am goodness perhaps indeed thus once again upon about under over between during without within
    through nothing something everything anything nobody somebody everybody thank thanks please pray
    hush hullo hallo hello good-bye goodbye good-morning good-night bah pooh nonsense suddenly presently
    finally meanwhile however nevertheless instead besides perhaps certainly surely tis twas twere
    illustration project gutenberg copyright edition north south east west east-end""".split()  # noqa: SIM905
)
NICKNAMES = {
    short: full
    for full, shorts in {
        "elizabeth": "lizzy lizzie eliza beth bess bessie betty betsy libby",
        "katherine": "kitty kate katy", "catherine": "kitty kate cathy katy",
        "margaret": "meg maggie peggy madge", "mary": "polly molly",
        "william": "will willie bill billy", "thomas": "tom tommy", "robert": "rob bob bobby",
        "james": "jim jimmy jem", "john": "jack johnny", "edward": "ned ted teddy", "richard": "dick",
        "henry": "harry hal", "charles": "charlie charley", "george": "georgie", "joseph": "joe joey",
        "samuel": "sam", "benjamin": "ben", "daniel": "dan", "frederick": "fred freddy",
        "ann": "nan nancy", "anne": "annie nan", "susan": "sue susy", "louisa": "lou",
        "caroline": "carrie", "francis": "frank", "frances": "fanny", "laurence": "laurie",
        "josephine": "jo", "theodore": "teddy ted", "philip": "phil pip",
        "alexander": "alec alick sandy", "isabella": "bella", "arabella": "bella", "augustus": "gus",
        "nicholas": "nick", "michael": "mike", "anthony": "tony", "christopher": "kit",
        "eleanor": "nell nelly", "helen": "nell nelly", "gerald": "gerry", "timothy": "tim",
        "matthew": "matt",
    }.items()
    for short in shorts.split()
}  # fmt: skip
MALE_NAMES = frozenset(
    """adam albert alexander alfred allan allen ambrose andrew anthony archibald arthur augustus
    basil benjamin bernard bertram charles christopher clarence claude clement daniel david edgar edmund
    edward edwin
    ernest eugene ferdinand francis frank frederick geoffrey george gerald gilbert giles godfrey gregory
    guy harold harry henry herbert horace howard hubert hugh humphrey isaac jack jacob james jasper
    jeremy jerome jim joe john jonathan joseph joshua julian laurence lawrence leonard lewis lionel
    louis luke mark martin matthew maurice michael nathaniel neil nicholas oliver oscar oswald patrick
    paul percy peter philip phillip ralph raymond reginald richard robert robin roger roland ronald
    rudolf rupert samuel sebastian sidney silas simon stephen steven sydney ted theodore thomas timothy
    tom victor vincent walter wilfred william""".split()  # noqa: SIM905
)
FEMALE_NAMES = frozenset(
    """ada adela adelaide agatha agnes alice amanda amelia amy anna anne annie arabella augusta barbara
    beatrice bella bertha bridget caroline carol catharine catherine cecilia cecily celia charlotte
    clara clarissa constance cora cornelia deborah diana dinah dora dorothea dorothy edith eleanor
    elinor eliza elizabeth ella ellen elsie emily emma esther ethel eugenia eva eve evelyn fanny flora
    florence frances georgiana georgina gertrude grace hannah harriet helen henrietta hester hilda ida
    irene isabel isabella jane janet jean jenny jessie joan josephine judith julia juliet kate katharine
    katherine kathleen laura lavinia leah letitia lilian lily louisa lucinda lucy lydia mabel margaret
    maria marian marianne marion martha mary matilda maud mildred millicent miranda miriam molly muriel
    nancy nell nellie nora olive olivia ophelia pamela patty pauline penelope phoebe phyllis polly
    priscilla rachel rebecca rhoda rosa rosamond rose ruth sarah selina sophia sophy stella susan
    susanna sybil sylvia tess theresa ursula victoria viola violet virginia winifred""".split()  # noqa: SIM905
)
LOOSE_TITLES = frozenset(["old", "young", "poor", "dear", "little"])
SURNAME_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "dr",
        "captain",
        "capt",
        "colonel",
        "col",
        "general",
        "gen",
        "professor",
        "prof",
        "judge",
        "rev",
        "reverend",
    ]
)
OWN_TITLES = frozenset(["mrs", "sir", "lady", "lord", "madam", "madame", "queen", "king"])
"""Titles that a name without them never means."""
