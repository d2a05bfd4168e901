story First child: since 2025-01-07 the whole leave counts, also one taken before
covers leave_count_promotion LV.CHILD.1 2025-01-07
covers leave_count_promotion LV.CHILD.1 2025-01-07 reach_back
# Grade 5 since 2022-01-01, three years: 2025-01-01. Eighteen months of leave: by the old count six are lost (2025-07-01),
# by the new one none; so the first day of the new count.

2022-01-01 hired Ahn grade=5 probation_months=0 born=1990-01-01
2022-03-01 leave_started Ahn ground=LV.CHILD child=1 until=2023-09-01
2023-09-01 reinstated Ahn
now 2024-12-31
record Ahn as of 2024-12-31 known at 2024-12-31
  promotable_on 2025-07-01      # nobody knew of the new count yet
2025-01-06 promoted Ahn kind=ordinary grade=4
refused promotion.minimum_time min_time_in_grade@2024-01-31
2025-01-07 promoted Ahn kind=ordinary grade=4
