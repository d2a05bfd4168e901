story What a receipt tells beside recording: a sanction without a request, a declared step, a promotion that is none

# Declared as the rules give it, and otherwise.
2023-01-01 hired Ilban grade=9 step=1 probation_months=0 born=1990-01-01
found nothing
2023-01-01 hired Nopeun grade=9 step=4 probation_months=0 born=1990-01-01
found step.differs
# Two years at the grade are declared with the hire, so step 3 is what the rules give.
2023-01-01 hired Gyeong grade=9 step=3 route=career probation_months=0 born=1990-01-01 'prior_career=[{"from":"2020-01-01","to":"2022-01-01","grade":9,"percent":100}]'
found nothing
2024-01-01 step_raised Ilban kind=regular step=2
found nothing
2025-01-01 step_raised Ilban kind=regular step=4
found step.differs
# The declared step stands; the next one follows it.
2026-01-01 step_raised Ilban kind=regular step=5
found nothing
# One act of the order lets the other follow.
2024-05-01 sanction_requested Nopeun case=C1 weight=light misconduct=general misconduct_on=2024-04-01
and 2024-06-01 sanctioned Nopeun case=C1 kind=reprimand misconduct=general misconduct_on=2024-04-01
found nothing
2024-06-01 sanctioned Gyeong case=C2 kind=reprimand misconduct=general misconduct_on=2024-04-01
found sanction.without_request
2026-03-01 promoted Ilban kind=ordinary grade=9
found promotion.not_higher
# Someone whose class has no grades is not promoted into one.
2024-01-01 hired Jang class=political grade=null series=null route=political born=1960-01-01
2025-01-01 promoted Jang kind=special grade=3
found promotion.not_applicable
now 2026-04-01
record Nopeun as of 2024-01-01
  finding step.differs
record Ilban as of 2026-04-01
  step 5
  finding step.differs
  finding promotion.not_higher
record Gyeong as of 2026-04-01
  finding sanction.without_request
