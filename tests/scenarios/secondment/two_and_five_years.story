story A secondment lasts two years and five in all; of teaching staff one year and two in all
covers secondment_max * 1949-08-12
covers secondment_max * 1949-08-12 total
covers secondment_max 4 1949-08-12
covers secondment_max 4 1949-08-12 total
# `until` is the first day back. Each extension is ordered for the day the secondment would end.

2015-03-02 hired Pa grade=6 probation_months=0 born=1985-01-01
2015-03-02 hired Gyo grade=6 probation_months=0 born=1985-01-01
2018-03-02 seconded Pa host=PMO ground=1 until=2020-03-03
refused secondment.too_long secondment_max@1949-08-12
2018-03-02 seconded Pa host=PMO ground=1 until=2020-03-02
2018-03-02 seconded Gyo host=KDI ground=4 until=2019-03-03
refused secondment.too_long secondment_max@1949-08-12
2018-03-02 seconded Gyo host=KDI ground=4 until=2019-03-02
2019-03-02 secondment_extended Gyo until=2020-03-03
refused secondment.too_long secondment_max@1949-08-12
2019-03-02 secondment_extended Gyo until=2019-09-02
2019-09-02 secondment_extended Gyo until=2020-03-03      # not a year, but beyond two in all
refused secondment.too_long secondment_max@1949-08-12
2019-09-02 secondment_extended Gyo until=2020-03-02
2020-03-02 secondment_extended Pa until=2022-03-02
2022-03-02 secondment_extended Pa until=2023-03-03
refused secondment.too_long secondment_max@1949-08-12
2022-03-02 secondment_extended Pa until=2023-03-02
record Pa as of 2018-03-01
  seconded_to null
record Pa as of 2018-03-02
  seconded_to PMO
  seconded_until 2020-03-02
  unit HQ
  status active
record Pa as of 2023-03-01
  seconded_to PMO
  seconded_until 2023-03-02
record Pa as of 2023-03-02
  seconded_to null
