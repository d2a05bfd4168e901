story The general service has nine grades; a class of another ladder keeps its own

2024-01-01 hired Yeong grade=0 born=1990-01-01
refused grade.unknown
2024-01-01 hired Sip grade=10 born=1990-01-01
refused grade.unknown
2024-01-01 hired Gu grade=9 probation_months=0 born=1990-01-01
2024-01-01 hired Il grade=1 route=career probation_months=0 born=1970-01-01
2025-06-01 promoted Il kind=special grade=0
refused grade.unknown
2025-06-01 series_changed Gu series=audit grade=12
refused grade.unknown
# The foreign service has job grades up to 14.
2024-01-01 hired Oe class=foreign grade=14 series=foreign born=1970-01-01
now 2025-07-01
record Gu as of 2025-07-01
  grade 9
record Oe as of 2025-07-01
  grade 14
