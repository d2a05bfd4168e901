story Child leave and steps: a year for the first and the second child, all of it from the third on
covers leave_count_step LV.CHILD.1 1949-08-12
covers leave_count_step LV.CHILD.1 1949-08-12 cap
covers leave_count_step LV.CHILD.2 1949-08-12
covers leave_count_step LV.CHILD.2 1949-08-12 cap
covers leave_count_step LV.CHILD.3 1949-08-12
# Step 1 on 2022-01-01, step 2 on 2023-01-01. Two leaves of nine months: [2023-02-01, 2023-11-01) counts, and three of
# [2024-02-01, 2024-11-01), the rest is lost for a first or second child: step 3 on 2024-01-01; then one month, three
# that count, six lost, eight more from 2024-11-01: 2025-07-01. With the third child nothing is lost: 2025-01-01.

2022-01-01 hired First grade=7 step=1 probation_months=0 born=1990-01-01
2022-01-01 hired Second grade=7 step=1 probation_months=0 born=1990-01-01
2022-01-01 hired Third grade=7 step=1 probation_months=0 born=1990-01-01
2023-01-01 step_raised First kind=regular step=2
and 2023-01-01 step_raised Second kind=regular step=2
and 2023-01-01 step_raised Third kind=regular step=2
2023-02-01 leave_started First ground=LV.CHILD child=1 until=2023-11-01
and 2023-02-01 leave_started Second ground=LV.CHILD child=2 until=2023-11-01
and 2023-02-01 leave_started Third ground=LV.CHILD child=3 until=2023-11-01
2023-11-01 reinstated First
and 2023-11-01 reinstated Second
and 2023-11-01 reinstated Third
2024-01-01 step_raised First kind=regular step=3
and 2024-01-01 step_raised Second kind=regular step=3
and 2024-01-01 step_raised Third kind=regular step=3
2024-02-01 leave_started First ground=LV.CHILD child=1 until=2024-11-01
and 2024-02-01 leave_started Second ground=LV.CHILD child=2 until=2024-11-01
and 2024-02-01 leave_started Third ground=LV.CHILD child=3 until=2024-11-01
2024-11-01 reinstated First
and 2024-11-01 reinstated Second
and 2024-11-01 reinstated Third
record First
  next_step_on 2025-07-01
record Second
  next_step_on 2025-07-01
record Third
  next_step_on 2025-01-01
