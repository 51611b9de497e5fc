"""Names for the sandbox's clients: invented, in the scripts and shapes that break careless software.

Words only; which client gets which name, number and kind is `portfolios`' to say.
"""

SURNAMES = (
    *("Abernathy", "Achebe", "Albrecht", "Amundsen", "Anand", "Ballesteros", "Bellweather", "Bergström"),
    *("Blackwood", "Boudreaux", "Brannigan", "Calloway", "Castellanos", "Chatterjee", "Chevalier", "Cho"),
    *("Corrigan", "Dalgaard", "D’Agostino", "de la Fuente", "Delacroix", "Devereaux", "Doukas", "Drummond"),
    *("Eberhardt", "Ekström", "Fairbairn", "Fernández", "Fitzwilliam", "Gallagher", "Garrity", "Goldfarb"),
    *("Grünwald", "Gutiérrez", "Hargreaves", "Haverford", "Hightower", "Holloway", "Ivanova", "Iyer"),
    *("Jankowski", "Kaplan", "Kingsbury", "Kirkpatrick", "Kovačević", "Lachance", "Langford", "Lindholm"),
    *("MacAllister", "Marchetti", "McKinnon", "Mensah", "Montague", "Moreau", "Nakamura", "Norwood"),
    *("O’Connell", "Okafor", "Olivares", "Østergaard", "Papadakis", "Pemberton", "Pereira", "Quigley"),
    *("Rasmussen", "Rosenthal", "Rutherford", "Saldívar", "Schönberg", "Sinclair", "Szczepański", "Tanaka"),
    *("Thackeray", "Tremblay", "Underhill", "van der Meer", "Vasquez", "Wadsworth", "Whitcombe", "Zielińska"),
)
GIVEN_NAMES = (
    *("Adaeze", "Agnes", "Alasdair", "Beatriz", "Benedict", "Camille", "Cordelia", "Desmond", "Eamon"),
    *("Eleanor", "Esperanza", "Farida", "Frederick", "Gabriela", "Harriet", "Héloïse", "Ignatius", "Imogen"),
    *("Jörg", "Josephine", "Katarzyna", "Leopold", "Lucía", "Malcolm", "Margaret", "Nadine", "Octavio"),
    *("Penelope", "Priya", "Quentin", "Rafael", "Rosalind", "Sébastien", "Tamsin", "Théodore", "Ursula"),
    *("Valentina", "Wallace", "Xiomara", "Yusuf", "Zachary"),
)
ENTITY_SHAPES = (
    "{given} {surname}",
    "{given} & {other} {surname} JTWROS",
    "{given} {surname} Traditional IRA",
    "{given} {surname} Roth IRA",
    "{surname} Family Trust u/a/d {date}",
    "{given} {surname} Revocable Trust u/a/d {date}",
    "{surname} Irrevocable Trust FBO {given} {surname}",
    "{surname} Holdings, LLC",
    "{surname} & {partner} Partners, L.P.",
    "{surname} Family Foundation",
    "{surname} Charitable Remainder Unitrust",
    "Estate of {given} {surname}",
    "{surname} Children’s 2503(c) Trust",
    "{surname} Capital Management, Inc.",
    "{given} {surname} SEP-IRA",
)
GROUP_SHAPES = (
    "{surname} Household",
    "{surname} Family",
    "{surname}–{partner} Household",
    "{given} {surname} Household",
    "{surname} Family Office",
    "{surname} Siblings",
)
# Names that a report tool meets one day: other scripts, right-to-left, quotes, markup, path parts, length.
ODD_ENTITIES = (
    "山田太郎 ファミリートラスト",
    "李明德家族信託",
    "김민준 개인연금계좌",
    "משפחת בן־דוד נאמנות",
    "شركة الخوري القابضة",
    "Ковалёва Анастасия Игоревна",
    "Παπαδοπούλου Ελένη",
    "Nguyễn Thị Ánh Tuyết",
    "Łukasz Żółkiewski & Zoë Ångström JTWROS",
    'O’Callaghan "Red Barn" Partners, L.P.',
    "Baker <& Sons> LLC",
    "Smith/Wesson & Co. (c/o A\\B Custody)",
    "=Sum Capital, LLC",
    "Lucky 🍀 Ventures LLC",
    "Société Civile Immobilière Bélanger-Côté de l’Île-d’Orléans",
    "Trust A u/w/o Theodora Wilhelmina Vandersloot-Haddington, f/b/o the Descendants per stirpes of "
    "Archibald Montgomery Haddington III, as amended and restated u/a/d 11/03/1987 (GST Exempt, Non-Grantor)",
)
ODD_GROUPS = (
    "山田 Household",
    "陳王 家族",
    "משפחת לוי",
    "عائلة النجار",
    "Семья Ковалёвых",
    "Þórdís & Björn Jónsson Household",
    "The “Lighthouse” Cousins",
)
EQUAL_NAME = "Müller Family Trust"
CHRONIC_NAME = "Thornquist Generation-Skipping Trust u/a/d 09/17/2004"
FLAPPING_NAME = "Calderón-Whitlock Household"
