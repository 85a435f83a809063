"""In how many ways people, word processors, PDF and text recognition write a day, and what each is read as."""

from collections.abc import Callable
from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plptool.model.dates import MONTHS, parse_when
from plptool.texts.date_forms import FORMS, DayOrder, Form
from plptool.texts.dates import WrittenDate, dates_in, says_date

CERTAIN = r"""
2023-03-14                              | 2023-03-14
2023- 03-14                             | 2023-03-14
2023-03- 14                             | 2023-03-14
2023 - 03 - 14                          | 2023-03-14
2023‑03‑14                              | 2023-03-14
2023–03–14                              | 2023-03-14
2023−03−14                              | 2023-03-14
2023-03-14²                             | 2023-03-14
²2023-03-14                             | 2023-03-14
2023-03-14¹⁾                            | 2023-03-14
14 mars 2023¹                           | 2023-03-14
14 mars 2023<sup>1</sup>                | 2023-03-14
14<sup>th</sup> March 2023              | 2023-03-14
14/3/-23                                | 2023-03-14
2023-02-28 – 14 mars 2023               | 2023-02-28 2023-03-14
2023-02-28 till 14/3 2023               | 2023-02-28 2023-03-14
2023/03/14                              | 2023-03-14
2023.03.14                              | 2023-03-14
2023.3.14                               | 2023-03-14
2023 03 14                              | 2023-03-14
2023-03-14T09:05                        | 2023-03-14
2023-03-14 kl. 09.05                    | 2023-03-14
2023-W11-2                              | 2023-03-14
230314                                  | 2023-03-14
991231                                  | 1999-12-31
L230314                                 | 2023-03-14
protokoll_230314.pdf                    | 2023-03-14
20230314                                | 2023-03-14
20230314T0905                           | 2023-03-14
20230314 0905                           | 2023-03-14
14 mars 2023                            | 2023-03-14
14 Mars 2023                            | 2023-03-14
14 MARS 2023                            | 2023-03-14
tisdag den 14 mars 2023                 | 2023-03-14
den 14:e mars 2023                      | 2023-03-14
14:de mars 2023                         | 2023-03-14
14e mars 2023                           | 2023-03-14
1:a maj 2023                            | 2023-05-01
14. mars 2023                           | 2023-03-14
14 mars, 2023                           | 2023-03-14
14 mars år 2023                         | 2023-03-14
14 mar 2023                             | 2023-03-14
14 mar. 2023                            | 2023-03-14
14 sept. 2023                           | 2023-09-14
14 mars -23                             | 2023-03-14
14 mars-23                              | 2023-03-14
14 mars ’23                             | 2023-03-14
14.mars.2023                            | 2023-03-14
14mars2023                              | 2023-03-14
2023 mars 14                            | 2023-03-14
fjortonde mars 2023                     | 2023-03-14
den tjugoförsta maj 2023                | 2023-05-21
14/3 2023                               | 2023-03-14
14/3-2023                               | 2023-03-14
14/3 -23                                | 2023-03-14
14/3-23                                 | 2023-03-14
14/3/2023                               | 2023-03-14
14.3.2023                               | 2023-03-14
14. 3. 2023                             | 2023-03-14
4.5.2022                                | 2022-05-04
14-03-2023                              | 2023-03-14
14/III 2023                             | 2023-03-14
14 mars 2023                            | 2023-03-14
14 mars 2023                            | 2023-03-14
14&nbsp;mars&nbsp;2023                  | 2023-03-14
14	mars	2023                            | 2023-03-14
**14** mars 2023                        | 2023-03-14
<b>14</b> mars 2023                     | 2023-03-14
１４ mars ２０２３                            | 2023-03-14
14­ mars­ 2023                            | 2023-03-14
25th September 2024                     | 2024-09-25
25 September 2024                       | 2024-09-25
Wednesday, 25th September, 2024         | 2024-09-25
the 25th of September 2024              | 2024-09-25
the 25th day of September 2024          | 2024-09-25
25<sup>th</sup> September 2024          | 2024-09-25
the twenty-fifth of September 2024      | 2024-09-25
September 25, 2024                      | 2024-09-25
September 25 2024                       | 2024-09-25
September 25th, 2024                    | 2024-09-25
Sept. 25, 2024                          | 2024-09-25
Wed 25 Sep 2024                         | 2024-09-25
25-Sep-2024                             | 2024-09-25
25-sep-24                               | 2024-09-25
25Sep2024                               | 2024-09-25
25/09/2024                              | 2024-09-25
3/14/23                                 | 2023-03-14
09/25/2024                              | 2024-09-25
14–15 mars 2023                         | 2023-03-14 2023-03-15
14-15/3 2023                            | 2023-03-14 2023-03-15
14, 15 och 16 mars 2023                 | 2023-03-14 2023-03-15 2023-03-16
den 14 och den 15 mars 2023             | 2023-03-14 2023-03-15
14 & 15 March 2024                      | 2024-03-14 2024-03-15
March 14–15, 2024                       | 2024-03-14 2024-03-15
14 mars – 16 april 2023                 | 2023-03-14 2023-04-16
14 mars, 15 mars och 16 april 2023      | 2023-03-14 2023-03-15 2023-04-16
1/1–31/12 2023                          | 2023-01-01 2023-12-31
14/3 och 15/3 2023                      | 2023-03-14 2023-03-15
2 mars 2023–4 april 2023                | 2023-03-02 2023-04-04
2023-03-14/2023-03-16                   | 2023-03-14 2023-03-16
2023-03-14–16                           | 2023-03-14 2023-03-16
230314–15                               | 2023-03-14 2023-03-15
230314-230316                           | 2023-03-14 2023-03-16
230314, 230315 samt 230402              | 2023-03-14 2023-03-15 2023-04-02
nr 3, 14 mars 2023                      | 2023-03-14
Möte 3 14/3 2023                        | 2023-03-14
kl 9.30 14 mars 2023                    | 2023-03-14
1. 14 mars 2023                         | 2023-03-14
31dec 2023                              | 2023-12-31
3mars 2023                              | 2023-03-03
14MAR2023                               | 2023-03-14
25:th September 2024                    | 2024-09-25
25 th September 2024                    | 2024-09-25
1:ste mars 2023                         | 2023-03-01
14. Sept. 2023                          | 2023-09-14
2023_03_14                              | 2023-03-14
2023\-03\-14                            | 2023-03-14
14\. mars 2023                          | 2023-03-14
14<br>mars 2023                         | 2023-03-14
14<br/> mars 2023                       | 2023-03-14
March fourteenth, 2023                  | 2023-03-14
March the fourteenth 2023               | 2023-03-14
twenty fifth September 2024             | 2024-09-25
den tjugo femte maj 2023                | 2023-05-25
Mar-14-2023                             | 2023-03-14
March 14,2023                           | 2023-03-14
Mar 14, ’23                             | 2023-03-14
mars den 14 2023                        | 2023-03-14
2023mars14                              | 2023-03-14
14.III.2023                             | 2023-03-14
14.3 2023                               | 2023-03-14
14.3. 2023                              | 2023-03-14
14:2023-03-14                           | 2023-03-14
1/2–3/2 2024                            | 2024-02-01 2024-02-03
1/2 och 3/2 2024                        | 2024-02-01 2024-02-03
14, 16 och 18/3 2023                    | 2023-03-14 2023-03-16 2023-03-18
14/3, 16/3 och 18/4 -23                 | 2023-03-14 2023-03-16 2023-04-18
14.–16.3.2023                           | 2023-03-14 2023-03-16
14-16.3.2023                            | 2023-03-14 2023-03-16
14./15.3.2023                           | 2023-03-14 2023-03-15
1.2–3.2.2024                            | 2024-02-01 2024-02-03
1.2.–3.2.2024                           | 2024-02-01 2024-02-03
14.3, 16.3 och 18.4.2023                | 2023-03-14 2023-03-16 2023-04-18
230314/230316                           | 2023-03-14 2023-03-16
20230314–16                             | 2023-03-14 2023-03-16
2023-03-14–04-16                        | 2023-03-14 2023-04-16
2023-03-14 t.o.m. 04-16                 | 2023-03-14 2023-04-16
14-03-2023–16-03-2023                   | 2023-03-14 2023-03-16
25/09/2024–27/09/2024                   | 2024-09-25 2024-09-27
14, 16, and 18 March 2023               | 2023-03-14 2023-03-16 2023-03-18
14th–16th March 2023                    | 2023-03-14 2023-03-16
March 14 and 16, 2023                   | 2023-03-14 2023-03-16
14 or 16 March 2023                     | 2023-03-14 2023-03-16
1 Feb–3 Mar 2024                        | 2024-02-01 2024-03-03
Feb 1–Mar 3, 2024                       | 2024-02-01 2024-03-03
den 14:e och den 16:e mars 2023         | 2023-03-14 2023-03-16
14 eller 16 mars 2023                   | 2023-03-14 2023-03-16
14–15 och 17–18 mars 2023               | 2023-03-14 2023-03-15 2023-03-17 2023-03-18
fr.o.m. 14 mars t.o.m. 16 april 2023    | 2023-03-14 2023-04-16
fr o m 14/3 t o m 16/4 2023             | 2023-03-14 2023-04-16
tisdag 14 mars och torsdag 16 mars 2023 | 2023-03-14 2023-03-16
tisdag den 14 och onsdag den 15 mars 2023| 2023-03-14 2023-03-15
14 / 3 2023                             | 2023-03-14
22 nd. June 2023                        | 2023-06-22
1, 2 el. 3 juni 2023                    | 2023-06-01 2023-06-02 2023-06-03
1 och/eller 3 juni 2023                 | 2023-06-01 2023-06-03
1 and/or 3 June 2023                    | 2023-06-01 2023-06-03
1 juni / 3 juli 2023                    | 2023-06-01 2023-07-03
1/6 -- 31/8 2023                        | 2023-06-01 2023-08-31
1/6…31/8 2023                           | 2023-06-01 2023-08-31
1/6 → 31/8 2023                         | 2023-06-01 2023-08-31
från och med 1 juni till och med 31 augusti 2023| 2023-06-01 2023-08-31
1 June through 31 August 2023           | 2023-06-01 2023-08-31
nittonde och tjugonde mars 2023         | 2023-03-19 2023-03-20
kap. 14, 16 mars 2023                   | 2023-03-16
March 14, 15, 2023                      | 2023-03-14 2023-03-15
2023-03-14,2023-03-15                   | 2023-03-14 2023-03-15
1,2023-03-14,KS                         | 2023-03-14
12,230314,KS                            | 2023-03-14
2023-03-14.2023-03-15                   | 2023-03-14 2023-03-15
31/12-22–1/1-23                         | 2022-12-31 2023-01-01
31 dec-22–1 jan-23                      | 2022-12-31 2023-01-01
14%20mars%202023                        | 2023-03-14
https://n.se/2023%2D03%2D14             | 2023-03-14
Tue, 14 Mar 2023 13:00:00 +0100         | 2023-03-14
2023-03-14 13:00:00+01:00               | 2023-03-14
ti 14.3.2023                            | 2023-03-14
den förste mars 2023                    | 2023-03-01
den andre mars 2023                     | 2023-03-02
den trettioförste mars 2023             | 2023-03-31
den tjugu första mars 2023              | 2023-03-21
den trettiförsta mars 2023              | 2023-03-31
the twentyfirst of March 2023           | 2023-03-21
2023 , mars 14                          | 2023-03-14
14 mаrs 2023                            | 2023-03-14
"""
"""As it is written, and every day that it says for certain."""

ASKED = """
14 mars                       | -03-14
den 3 maj kl. 9               | -05-03
8–9 maj                       | -05-08 -05-09
12 May                        | -05-12
September 25 was the day      | -09-25
den fjortonde mars            | -03-14
14/3                          | -03-14
den 1/2                       | -02-01
14 mars 23                    | 2023-03-14
25 Sep 24                     | 2024-09-25
04/05/2022                    | 2022-04-05 2022-05-04
04-05-2022                    | 2022-04-05 2022-05-04
23-03-14                      | 2014-03-23 2023-03-14
14/03/23                      | 2014-03-23 2023-03-14
14.03.23                      | 2014-03-23 2023-03-14
l4 mars 2023                  | 2023-03-14
2O23-03-14                    | 2023-03-14
14 mars 2O23                  | 2023-03-14
14032023                      | 2023-03-14
30 februari 2023              | none
2023-02-29                    | none
2023-13-45                    | none
31/02/2023                    | none
220231                        | none
14 março 2023                 | 2023-03-14
14:3 2023                     | 2023-03-14
2023:12:14                    | 2023-12-14
2023:12:14 10:20:30           | 2023-12-14
14,3 2023                     | 2023-03-14
14-3 2023                     | 2023-03-14
14.3, 2023                    | 2023-03-14
14/3,2023                     | 2023-03-14
14. 3. 23                     | 2023-03-14
Mar-14-23                     | 2023-03-14
2023.0314                     | 2023-03-14
14. März 2023                 | 2023-03-14
1er mars 2023                 | 2023-03-01
14 août 2023                  | 2023-08-14
14 de marzo de 2023           | 2023-03-14
14. maaliskuuta 2023          | 2023-03-14
14. Dezember 2023             | 2023-12-14
midsommarafton 2023           | 2023-06-23
midsommarafton -85            | 1985-06-21
Midsommardagen -24            | 2024-06-22
påskdagen år 2023             | 2023-04-09
Kristi himmelsfärdsdag 2023   | 2023-05-18
annandag pingst, 2023         | 2023-05-29
alla helgons dag 2023         | 2023-11-04
första advent 2023            | 2023-12-03
fjärde advent 2023            | 2023-12-24
Mors dag 2023                 | 2023-05-28
julafton 2023                 | 2023-12-24
påsken 2023                   | 2023-04-09
julhelgen 2023                | 2023-12-25
Good Friday 2023              | 2023-04-07
New Year’s Eve 2023           | 2023-12-31
årsskiftet 2023/24            | 2023-12-31 2024-01-01
årsskiftet 2023–2024          | 2023-12-31 2024-01-01
the turn of the year 2023     | 2022-12-31 2023-01-01 2023-12-31 2024-01-01
2023-02-2x                    | 2023-02-20 2023-02-21 2023-02-22 2023-02-23 2023-02-24 2023-02-25 2023-02-26 2023-02-27 2023-02-28
1:ste mars                    | -03-01
twenty fifth September        | -09-25
tjugo femte maj               | -05-25
14mars                        | -03-14
den 14.3                      | -03-14
17mar23                       | 2023-03-17
14.III.23                     | 2023-03-14
2023-III-14                   | 2023-03-14
14, mars 2023                 | 2023-03-14
14² mars 2023                 | 2023-03-14
mars 2023: 14, 15 och 16      | 2023-03-14 2023-03-15 2023-03-16
mars 2023 (14 och 15)         | 2023-03-14 2023-03-15
mars '23: 14 och 15           | 2023-03-14 2023-03-15
maj -98 (14 och 15)           | 1998-05-14 1998-05-15
i mars 2023, den 14 och 15    | 2023-03-14 2023-03-15
2023-03 14                    | 2023-03-14
2023-0314                     | 2023-03-14
202303-14                     | 2023-03-14
14,3,2023                     | 2023-03-14
23 03 14                      | 2023-03-14
2023--03--14                  | 2023-03-14
2023=03=14                    | 2023-03-14
lst March 2023                | 2023-03-01
2023-03-l 4                   | 2023-03-01 2023-03-14
14 :e mars 2023               | 2023-03-14
22 ju- ni 2023                | -06-22
202303141300                  | 2023-03-14
D:20230314130000              | 2023-03-14
den sista mars 2023           | 2023-03-31
ultimo februari 2024          | 2024-02-29
XIV mars 2023                 | 2023-03-14
14/mars/ 2023                 | -03-14
14_mars_2023                  | 2023-03-14
14~mars~2023                  | 2023-03-14
14; mars; 2023                | 2023-03-14
(14) mars 2023                | 2023-03-14
14 (fjorton) mars 2023        | 2023-03-14
den 14 dagen i mars 2023      | 2023-03-14
mars/14/2023                  | 2023-03-14
14^th^ March 2023             | 2023-03-14
14 m a r s 2023               | -03-14
14 ma rs 2023                 | -03-14
14 mers 2023                  | 2023-03-14
14 rnars 2023                 | 2023-03-14
14 rnaj 2023                  | 2023-05-14
14 febuari 2023               | 2023-02-14
14 desember 2023              | 2023-12-14
14 setpember 2023             | 2023-09-14
IO mars 2023                  | 2023-03-10
1S mars 2023                  | 2023-03-15
Z023-03-14                    | 2023-03-14
2023-03-1 4                   | 2023-03-01 2023-03-14
1 4 mars 2023                 | 2023-03-04 2023-03-14
2 023-03-14                   | 2023-03-14
2023-0 3-14                   | 2023-03-14
2 0 2 3 - 0 3 - 1 4           | 2023-03-14
14 mars 20 23                 | -03-14
14 mars 2 023                 | -03-14
14 03 2023                    | 2023-03-14
14 3 2023                     | 2023-03-14
1998 03 14                    | 1998-03-14
2023:03:14                    | 2023-03-14
2023·03·14                    | 2023-03-14
2023/03-14                    | 2023-03-14
14.3.23                       | 2014-03-23 2023-03-14
14,15,16 mars 2023            | 2023-03-14 2023-03-15 2023-03-16
230314-12                     | 2023-03-14
20230314/16                   | 2023-03-14 2023-03-16
20230314-0905                 | 2023-03-14 2023-09-05
20230314-1315                 | 2023-03-14
230601–0831                   | 2023-06-01 2023-08-31
kl 12–15 mars 2023            | 2023-03-12 2023-03-15
22–1/1 2023                   | 2023-01-22 2023-01-01
3,14.3.2023                   | 2023-03-03 2023-03-14
14.3–16.3.23                  | -03-14 2016-03-23 2023-03-16
14,03.2023                    | 2023-03-14
14 /3 -23                     | 2023-03-14
tredje torsdagen i maj 2023   | 2023-05-18
the last Monday of May 2023   | 2023-05-29
första tisdagen i mars 2023   | 2023-03-07
bilaga 2.3 2023               | 2023-03-02
avsnitt 3.4.2023              | 2023-04-03
den 14 / 3                    | -03-14
senast 31.3                   | -03-31
före 31.3.                    | -03-31
tidigast 31.3                 | -03-31
fr o m 1.2                    | -02-01
ultimo mars                   | -03-31
sista mars                    | -03-31
mars -23, den 14              | 2023-03-14
March of 2023, the 14th       | 2023-03-14
March 2023, 14th              | 2023-03-14
2023-03-142023-03-15          | 2023-03-14 2023-03-15
14 mars 202315 mars 2023      | -03-14 2023-03-15
14 mars tisdag 2023           | -03-14
Tue Mar 14 13:00:00 CET 2023  | -03-14
14 mars (2023)                | -03-14
28 dec, kl. 9                 | -12-28
14–16/3                       | -03-14 -03-16
den 14 och 16/3               | -03-14 -03-16
1.6.-23                       | 2023-06-01
1/6.2023                      | 2023-01-06 2023-06-01
20230431                      | none
20230229                      | none
230431                        | none
31dec 202                     | -12-31
31/4 2023                     | none
31.4.2023                     | none
April 31, 2023                | none
trettioförsta april 2023      | none
14m ars 2023                  | 2023-03-14
14m ars                       | -03-14
14ma rs                       | -03-14
14. inars                     | -03-14
14 rnars                      | -03-14
14 juii 2023                  | 2023-06-14 2023-07-14
14 mai 2023                   | 2023-05-14
14 januan 2023                | 2023-01-14
14 septeinber 2023            | 2023-09-14
14 septembar                  | -09-14
0ctober 14, 2023              | 2023-10-14
Augnst 14, 2023               | 2023-08-14
14thMarch 2023                | 2023-03-14
14th ofMarch 2023             | 2023-03-14
March 14th2023                | 2023-03-14
Marchl4, 2023                 | 2023-03-14
March l4th, 2023              | 2023-03-14
den tjuguförste mars          | -03-21
den fiärde mars 2023          | 2023-03-04
den tjugc första mars 2023    | 2023-03-01
fjorton mars                  | -03-14
två mars 2023                 | 2023-03-02
fjortonde i tredje 2023       | 2023-03-14
14 i 3:e 2023                 | 2023-03-14
14;3;2023                     | 2023-03-14
14; 3; 2023                   | 2023-03-14
14:3:2023                     | 2023-03-14
14'3'2023                     | 2023-03-14
14;3 2023                     | 2023-03-14
14\\3 2023                    | 2023-03-14
14l3 2023                     | 2023-03-14
14//3 2023                    | 2023-03-14
14./3. 2023                   | 2023-03-14
14/3:2023                     | 2023-03-14
14.3:2023                     | 2023-03-14
14/3.23                       | 2023-03-14
den 14,3 2023                 | 2023-03-14
den 14:3 2023                 | 2023-03-14
14° mars 2023                 | 2023-03-14
14.e mars 2023                | 2023-03-14
2023: mars 14                 | 2023-03-14
2023 03-14                    | 2023-03-14
2023 0314                     | 2023-03-14
20230 314                     | 2023-03-14
2023- -03-14                  | 2023-03-14
"""
"""As it is written, and every day that it may mean: `-03-14` of some year, `none` where there is no such day."""

NO_DATES = """
70 x 10 cm
sista maj-mötet
last in March
II mars
till och med 31.3 %
senast 2.5-versionen
12 / 3
1.234,5678
0,2023-03
mars 2023 14 deltagare
KS 2023-0314
dnr 2023-0314
2023-03 14 ärenden
tel 0176 23 03 14
mars 2023: 14 ärenden
mars 2023 (14 deltagare)
450 m²
0176-240101
0701-230314
08-230314
212000-0258
240630 kr
240 630 kr
SEK 240630
£240630
240630:-
240630 invånare
1234567
123456
15 000 000
12 000–14 000 kr
14,3 %
2.5.3
3 av 12
1/2
24/7
2022/23
2022–2023
mars 2023
2023-03
Q1 2023
SOU 2023:14
SFS 2023:314
Dnr KS 2023/03-14
Dnr 2017-00002 771
IK 2023/0314
ISBN 978-91-7000-123-4
under mars 14 deltagare
12 may attend
kl. 14.30
2.5.13
99.99.99
dnr 230314-12
Dnr: 230314-0905
Jan-22
14 i 2023
ändrad juni 2006
2004/05:11
Prop. 2023/24:14
KS 2023/03-14
4.17.23
66/28
14 mål 2023
14 män 2023
14 m är
12 matcher 2023
2;3;4
14, 3, 2023
KS 2023 0314
20 230 314 kr
tre i andra 2023
vecka 54 2023
vecka 0 2023
Bilaga v 11.2023
under jul 2023
påsk 2023-2025
under påsk
i mars 2023
11 kW 2023
2023-14-xx
14:30 2023
32,3 2023
i mars tjugotre deltagare
"""


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip(" ") for cell in line.split("|")) for line in table.strip("\n").split("\n")]


def certain(written: list[WrittenDate]) -> list[str]:
    return [str(one.day) for one in written if one.day is not None]


def possible(written: WrittenDate) -> list[str]:
    if written.reading.month_and_day is not None:
        return ["-{:02}-{:02}".format(*written.reading.month_and_day)]
    return sorted(str(day) for day in written.reading.days) or ["none"]


@pytest.mark.parametrize(("text", "days"), rows(CERTAIN))
def test_a_day_is_read_in_each_of_its_forms(text: str, days: str) -> None:
    for around in ("{}", "Mötet hölls {}.", "| {} |", "({})", "– {};", "* {}\n", "Datum:{}"):
        written = dates_in(around.format(text).split("\n"))
        assert certain(written) == days.split(), around
        assert len(written) == len(days.split()), around


@pytest.mark.parametrize(("text", "days"), rows(ASKED))
@pytest.mark.parametrize("around", ["{}", "Mötet hölls {}.", "| {} |"])
def test_what_is_not_certain_is_asked_about(text: str, days: str, around: str) -> None:
    written = dates_in([around.format(text)])
    assert certain(written) == []
    assert [day for one in written for day in possible(one)] == days.split()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("v. 11 2023", "2023-03-13", "2023-03-19"),
        ("vecka 11, 2023", "2023-03-13", "2023-03-19"),
        ("V11 -23", "2023-03-13", "2023-03-19"),
        ("2023-W11", "2023-03-13", "2023-03-19"),
        ("2023 v. 11", "2023-03-13", "2023-03-19"),
        ("week 1 of 2021", "2021-01-04", "2021-01-10"),
        ("vecka 53 2020", "2020-12-28", "2021-01-03"),
        ("veckorna 11 och 12 2023", "2023-03-13", "2023-03-26"),
        ("2023-03-xx", "2023-03-01", "2023-03-31"),
        ("20240200", "2024-02-01", "2024-02-29"),
        ("den ... mars 2023", "2023-03-01", "2023-03-31"),
        ("den   mars 2023", "2023-03-01", "2023-03-31"),
    ],
)
def test_what_says_a_week_or_leaves_the_day_open_is_asked_about(text: str, first: str, last: str) -> None:
    (written,) = dates_in([f"Mötet hölls {text}."])
    assert (written.day, possible(written)[0], possible(written)[-1]) == (None, first, last)


@pytest.mark.parametrize("text", [text for (text,) in rows(NO_DATES)])
def test_other_numbers_are_no_dates(text: str) -> None:
    assert dates_in([f"Se {text} i bilagan"]) == []


@pytest.mark.parametrize(("order", "day"), [(DayOrder.DAY_FIRST, "2022-05-04"), (DayOrder.MONTH_FIRST, "2022-04-05")])
def test_the_country_says_whether_the_day_or_the_month_comes_first(order: DayOrder, day: str) -> None:
    assert certain(dates_in(["04/05/2022"], order)) == [day]
    assert certain(dates_in(["25/09/2024 09/25/2024"], order)) == ["2024-09-25", "2024-09-25"]


def test_countries_and_their_order() -> None:
    assert DayOrder.of("SE") is DayOrder.of("GB") is DayOrder.DAY_FIRST
    assert DayOrder.of("US") is DayOrder.MONTH_FIRST
    assert DayOrder.of(None) is DayOrder.UNKNOWN


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2023\u00ad-03-14", "2023-03-14"),
        ("20\u00ad23-03-14", "2023-03-14"),
        ("2023\u00ad03\u00ad14", "2023-03-14"),
        ("14 sep\u00adtember 2023", "2023-09-14"),
        ("14\u02d716 mars 2023", "2023-03-14 2023-03-16"),
        ("14\x9616 mars 2023", "2023-03-14 2023-03-16"),
        ("２０２３\uff0d０３\uff0d１４", "2023-03-14"),
    ],
)
def test_what_is_not_seen_or_stands_for_a_hyphen_does_not_matter(text: str, days: str) -> None:
    assert certain(dates_in([f"Mötet hölls {text}."])) == days.split()


@pytest.mark.parametrize("sign", ["\u00ad", "\ufffd"])
def test_where_a_hyphen_may_have_been_it_is_asked_about(sign: str) -> None:
    written = dates_in([f"den 14{sign}16 mars 2023"])
    assert [(one.day, *possible(one)) for one in written] == [(None, "2023-03-14"), (None, "2023-03-16")]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2022-12-31–01-02", "2023-01-02"),
        ("2023-02-27–02", "2023-03-02"),
        ("2023-12-30--02", "2024-01-02"),
    ],
)
def test_what_ends_before_it_begins_ends_in_the_next_month_or_year(text: str, last: str) -> None:
    """Which is asked about: it was once read as a day before the first."""
    one, other = dates_in([text])
    assert (one.day, other.day, possible(other)) == (date.fromisoformat(text[:10]), None, [last])


@pytest.mark.parametrize(
    "text",
    [
        "|2|0|2|3|0|3|1|4|",
        "| 14 | mars | 2023 |",
        "|14|mars|2023|",
        "| 2023 | mars | 14 |",
        "| mars | 14:e | 2023 |",
        "| 2023 | 03 | 14 |",
        "<tr><td>14</td><td>mars</td><td>2023</td></tr>",
        '"14","mars","2023"',
        "<p>14</p><p>mars</p><p>2023</p>",
    ],
)
def test_a_date_over_cells_is_asked_about(text: str) -> None:
    (written,) = dates_in([text])
    assert (written.day, possible(written)) == (None, ["2023-03-14"])


def test_cells_side_by_side_are_dates_by_themselves() -> None:
    assert certain(dates_in(["|3 mars 2023|4 mars 2023|", "<td>5 mars 2023</td><td>2023-03-06</td>"])) == [
        "2023-03-03", "2023-03-04", "2023-03-05", "2023-03-06",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Möten 2023-03-14, 16 och 18.",
        "2023-03-14, 03-16 och 03-18",
        "2023-03-14 resp 03-16, 18 som planerat",
        "2023-03-14 och 16 samt -18 i Nacka",
        "230314 0316 0318",
    ],
)
def test_the_days_after_one_in_figures_are_asked_about(text: str) -> None:
    first, *others = dates_in([text])
    assert first.day == date(2023, 3, 14)
    assert [(one.day, *possible(one)) for one in others] == [(None, "2023-03-16"), (None, "2023-03-18")]


@pytest.mark.parametrize("text", ["2023-03-14 och 16 elever", "2023-03-14, 16 elever", "2023-03-14 till 16 personer"])
def test_what_is_counted_after_a_day_is_none(text: str) -> None:
    assert [one.day for one in dates_in([text])] == [date(2023, 3, 14)]


@pytest.mark.parametrize("first", ["2023-02-28", "20230228", "230228", "2023/02/28"])
@pytest.mark.parametrize("last", [" – 14 mars", "-14 mars", " till 14/3", " - 14/3", " – 14:e mars", "--14 e mars"])
def test_a_day_of_another_month_is_none_of_the_first(first: str, last: str) -> None:
    """The year is not said: it is asked about, and never read as 14 February."""
    one, other = dates_in([f"Mellan {first}{last} var det stängt"])
    assert (one.day, other.day, other.can_mean(date(2023, 3, 14))) == (date(2023, 2, 28), None, True)


@pytest.mark.parametrize("text", ["13, 14 mars 2023", "13;14 mars 2023"])
def test_a_number_before_a_day_is_asked_about(text: str) -> None:
    before, last = dates_in([f"Mötet hölls {text}"])
    assert (before.day, possible(before), last.day) == (None, ["2023-03-13"], date(2023, 3, 14))


NAMES = [months.split()[0] for months in MONTHS]
ENGLISH = [months.split()[-1].title() for months in MONTHS]
WAYS = (
    (lambda day: f"{day.day}/{day.month}", lambda day: f"{day.day}/{day.month} {day.year}"),
    (lambda day: f"{day.day}/{day.month}", lambda day: f"{day.day}/{day.month} -{day:%y}"),
    (lambda day: f"{day.day}.{day.month}", lambda day: f"{day.day}.{day.month}.{day.year}"),
    (lambda day: f"{day.day}.{day.month}.", lambda day: f"{day:%d.%m.%Y}"),
    (lambda day: f"{day.day} {NAMES[day.month - 1]}", lambda day: f"{day.day} {NAMES[day.month - 1]} {day.year}"),
    (
        lambda day: f"{day.day}:e {NAMES[day.month - 1][:3]}.",
        lambda day: f"{day.day} {NAMES[day.month - 1]} {day.year}",
    ),
    (lambda day: f"{ENGLISH[day.month - 1]} {day.day}", lambda day: f"{ENGLISH[day.month - 1]} {day.day}, {day.year}"),
    (
        lambda day: f"{day.day}th {ENGLISH[day.month - 1]}",
        lambda day: f"{day.day}th {ENGLISH[day.month - 1]} {day.year}",
    ),
    (date.isoformat, date.isoformat),
    (lambda day: f"{day:%y%m%d}", lambda day: f"{day:%y%m%d}"),
)
"""How the first days of a row are written, and how the last one is."""
LINKS = (
    "–",
    " – ",
    "-",
    "−",
    " och ",
    " och den ",
    " samt ",
    " till ",
    " t.o.m. ",
    " eller ",
    " and ",
    " to ",
    " & ",
    "–\n",
    ", ",
)


@given(
    st.dates(date(1971, 1, 1), date(2068, 12, 1)), st.integers(1, 300), st.sampled_from(WAYS), st.sampled_from(LINKS)
)
def test_of_a_row_no_day_is_passed_over(
    first: date, more: int, way: tuple[Callable[[date], str], Callable[[date], str]], link: str
) -> None:
    last = min(first + timedelta(days=more), date(first.year, 12, 31))
    text = f"Möten {way[0](first)}{link}{way[1](last)} i Nacka"
    written = dates_in(text.split("\n"))
    assert any(one.can_mean(first) for one in written), text
    assert any(one.day == last for one in written), text


@pytest.mark.parametrize(
    "lines",
    [
        ["Mötet hölls den 14 mar-", "  s 2023"],
        ["Mötet hölls den 14 ma\u00ad", "rs 2023"],
        ["Mötet hölls den 14.3.", "2023"],
        ["Mötet hölls 2023", "-03-14"],
        ["Mötet hölls 14/", "3 2023 i Nacka"],
        ["Mötet hölls den 14 mars", "2023 i Nacka"],
        ["Mötet hölls den 14", "  mars 2023 i Nacka"],
        ["Mötet hölls 2023-03-", "14 i Nacka"],
        ["held on March 14,", "2023"],
    ],
)
def test_a_line_may_break_within_a_date(lines: list[str]) -> None:
    (written,) = dates_in(["Rubrik", *lines])
    assert (written.day, written.first_line, written.last_line) == (date(2023, 3, 14), 2, 3)


def test_lines_are_counted_and_the_text_is_as_it_stands() -> None:
    written = dates_in(["Möte 1", "", "| 2023‑03‑14 | <b>15</b>  Mars 2023 |", "230316"])
    assert [(one.first_line, one.text) for one in written] == [
        (3, "2023‑03‑14"),
        (3, "15</b> Mars 2023"),
        (4, "230316"),
    ]


@given(
    st.dates(date(1971, 1, 1), date(2068, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%y%m%d", "%Y%m%d", "%d/%m %Y", "%d.%m.%Y"]),
)
def test_every_day_is_read_in_figures(day: date, form: str) -> None:
    assert certain(dates_in([f"den {day.strftime(form)} hölls"])) == [str(day)]


@given(st.text(alphabet="0123456789 -/.:,lOmarsjeptdn§kr\n&;<>*'", max_size=60))
def test_any_text_is_read_and_every_place_is_within_it(text: str) -> None:
    lines = text.split("\n")
    for written in dates_in(lines):
        assert 1 <= written.first_line <= written.last_line <= len(lines)
        assert written.text


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_every_form_reads_its_own_example(form: Form) -> None:
    (written,) = {one.text for one in dates_in([form.example])}
    assert written in form.example


@pytest.mark.parametrize(
    ("passage", "when", "said"),
    [
        ("den 14 mar 2023", "2023-03-14", True),
        ("den 14 mars", "2023-03-14", False),
        ("under mars 2023", "2023-03", True),
        ("mar. 2023", "2023-03", True),
        ("mars -23", "2023-03", True),
        ("2303", "2023-03", True),
        ("3/2023", "2023-03", True),
        ("2023-03-14", "2023-03", False),
        ("mars 2022", "2023-03", False),
        ("hösten 2023", "2023-23", True),
        ("ht 2023", "2023-23", True),
        ("hösten 2023", "2023-21", False),
        ("under första kvartalet 2018", "2018-33", True),
        ("första\nkvartalet 2018", "2018-33", True),
        ("Q1-18", "2018-33", True),
        ("2018:Q1", "2018-33", True),
        ("the first quarter of 2018", "2018-33", True),
        ("kvartal 2 2018", "2018-33", False),
        ("första kvartalet 2019", "2018-33", False),
        ("första halvåret 2018", "2018-40", True),
        ("första halvåret 2018", "2018-33", False),
        ("tertial 2 2018", "2018-38", True),
        ("2023", "2023", True),
        ("12023", "2023", False),
        ("whatever", "2022-05-25/2022-06-13", True),
    ],
)
def test_a_passage_says_a_date(passage: str, when: str, said: bool) -> None:
    assert says_date(passage, parse_when(when)) is said


def test_a_month_may_stand_without_its_year_where_that_is_said_elsewhere() -> None:
    assert says_date("klart i mars", parse_when("2023-03"), alone=True)
    assert not says_date("klart i maj", parse_when("2023-03"), alone=True)


@pytest.mark.parametrize(
    "text", ["1 och 2 och 3 och ", "1, 2, 3, 4, ", "14–15–16–17/", "| 1 | 2 | 3 ", "l1 O0 1l ", "mars 2023: 1, 2, "]
)
def test_long_rows_of_numbers_are_read_in_no_time(text: str) -> None:
    before = process_time()
    dates_in([text * 40])
    assert process_time() - before < 1


def test_a_month_first_is_asked_about_where_days_come_first() -> None:
    (written,) = dates_in(["3/14/23"], DayOrder.DAY_FIRST)
    assert certain([written]) == []
    assert list(possible(written)) == ["2023-03-14"]
