story A secondment is extended before it ends, at once or by and by: five years in all
# Two years at first; extended as far as the total is kept.

2015-03-02 hired Pa grade=6 probation_months=0 born=1985-01-01
2018-03-02 seconded Pa host=PMO ground=1 until=2020-03-02
2020-02-17 secondment_extended Pa until=2023-03-03
refused secondment.too_long secondment_max@1949-08-12
2020-02-17 secondment_extended Pa until=2022-03-02
2022-02-17 secondment_extended Pa until=2023-03-02
