"""The words of stories: whom and what a variable is about, when, where, in which unit.

They say nothing of the values of a variable whose law is given: `Let $X \\sim \\mathrm{Exp}(\\lambda)$ be the lifetime
of a bulb`. How two variables of one story hang together they may say. Words of which a text may have told all that its
variable can be (*heads*, *dice*, *cards*) belong to a STORY, where a law is given, and are not EVERYDAY words. Left out
are words that doubt or deny, and people who may be wrong (*a student*).
"""

from __future__ import annotations

_WHO = """person people man men woman women child children adult adults customer customers client clients user users
visitor visitors guest guests patient patients doctor doctors nurse worker workers employee employees driver drivers
passenger passengers player players voter voters citizen citizens family families household households company
companies firm firms bank banks store stores shop shops restaurant school schools university hospital hospitals clinic
city cities town towns village country countries market markets factory factories office offices department airport
station stations website websites laboratory lab farm farms participant participants individual individuals resident
residents taxpayer buyer buyers seller sellers bidder bidders investor investors insurer"""
_WHAT = """bulb bulbs lamp lamps lightbulb battery batteries device devices machine machines component components
part parts product products car cars bus buses train trains plane planes flight flights ticket tickets page pages
phone phones computer computers server servers link links file files box boxes bag bags bottle bottles package
packages parcel parcels chip chips disk disks engine engines motor motors sensor sensors router packet packets message
messages email emails call calls query queries request requests job jobs task tasks transaction transactions payment
payments loan loans stock stocks asset assets portfolio bond bonds auction house houses home homes room rooms door
road roads street bridge river lake forest plant plants seed seeds animal animals fish bird birds dog dogs cat cats
insect insects egg eggs apple apples fruit meal drug drugs dose doses blood cell cells gene genes protein particle
particles atom atoms photon photons molecule molecules electron electrons nucleus star stars planet earthquake
earthquakes storm storms flood floods rain snow wind water oil gas fuel electricity typo typos misprint misprints
accident accidents crash crashes race exam exams lecture album song songs movie movies photo photos tweet tweets post
posts advertisement ad ads click clicks center centre election elections detector queue line desk assembly production"""
_MEASURED = """time times lifetime lifetimes lifespan duration durations delay delays age ages height heights weight
weights length lengths width distance distances speed speeds income incomes salary wage wages price prices demand
supply sales profit revenue temperature temperatures pressure voltage current charge mass masses volume concentration
dose yield rainfall intensity brightness latency throughput traffic load stress strain return returns amount amounts
number numbers count counts score scores claim-size arrival arrivals departure departures waiting service survival
reaction interarrival inter-arrival birth births death deaths visit visits event events emission emissions decay
decays repair repairs replacement infection infections measurement measurements"""
_WHEN = """second seconds minute minutes hour hours day days week weeks month months year years decade morning
evening night today daily weekly monthly yearly hourly annual metre metres meter meters kilometre kilometres kilometer
kilometers per during centimetre centimetres centimeter centimeters mile miles inch inches kilogram kilograms gram
grams litre litres liter liters dollar dollars euro euros volt volts watt watts"""
_DOING = """arrive arrives arriving wait waits happen happens buy buys sell sells visits send sends sent receive
receives received leave leaves leaving enter enters entering pass passes passing travel travels work works live lives
last lasts play plays measure measures measured measuring record records recorded produce produces produced
manufactured make makes made grow grows weigh weighs spend spends spent clicks vote votes tested survive survives
serve serves served inspected detected hits hit emits emitted decays"""
_LIKE = """new old young tall heavy fast slow busy human electric electronic digital physical chemical medical
financial social public radioactive daily light incoming outgoing consecutive successive random randomly"""

# what is counted in games: with a law it says nothing more, without one it may be all that is said of the values
_OUTCOMES = """fair shown six-sided thrown face faces head heads tail tails coin coins toss tosses tossed flip flips
flipped die dice roll rolls rolled card cards ace aces king kings queen queens ball balls red blue green black white
urn draw draws drawn success successes failure failures fail fails trial trials correct answers guesses hit hits miss
misses first next until needed required book books letter letters article articles review reviews bug bugs defect
defects goal goals match matches"""

EVERYDAY = frozenset(" ".join((_WHO, _WHAT, _MEASURED, _WHEN, _DOING, _LIKE)).split())
STORY = EVERYDAY | frozenset(_OUTCOMES.split())
