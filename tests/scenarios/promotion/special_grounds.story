story Special promotion: six months less for integrity, the full minimum for merit, a proposal or another ground
covers promotion_kinds special.integrity 1949-08-12
covers promotion_kinds special.merit 1949-08-12
covers promotion_kinds special.proposal 1949-08-12
covers promotion_kinds special.other 1949-08-12

# One year in grade 7 is full on 2025-03-01; six months less: 2024-09-01.
2024-03-01 hired Cheong grade=7 step=5 probation_months=0 born=1990-01-01
2024-03-01 hired Gong grade=7 step=5 probation_months=0 born=1990-01-01
2024-03-01 hired Je grade=7 step=5 probation_months=0 born=1990-01-01
2024-03-01 hired Gi grade=7 step=5 probation_months=0 born=1990-01-01
2024-08-31 promoted Cheong kind=special grade=6 ground=integrity
refused promotion.minimum_time min_time_in_grade@2024-01-31
2024-09-01 promoted Cheong kind=special grade=6 ground=integrity
2025-02-28 promoted Gong kind=special grade=6 ground=merit
refused promotion.minimum_time min_time_in_grade@2024-01-31
2025-02-28 promoted Je kind=special grade=6 ground=proposal
refused promotion.minimum_time min_time_in_grade@2024-01-31
2025-02-28 promoted Gi kind=special grade=6 ground=other
refused promotion.minimum_time min_time_in_grade@2024-01-31
2025-03-01 promoted Gong kind=special grade=6 ground=merit
2025-03-01 promoted Je kind=special grade=6 ground=proposal
2025-03-01 promoted Gi kind=special grade=6 ground=other
