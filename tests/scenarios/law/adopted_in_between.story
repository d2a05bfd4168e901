story A new rule counts from its day, and for answers known before it was adopted it does not exist
# Grade 7 since 2024-03-04, one year: 2025-03-04. From 2024-09-01 eighteen months are wanted: 2025-09-04.

2024-03-04 hired An grade=7 probation_months=0 born=1990-01-01
2024-07-01 policy_adopted - table=min_time_in_grade valid_from=2024-09-01 applies_by=act 'rows=[{"id":"7","value":18,"unit":"months"}]' legal_reference=DAPO:31 issued=2024-07-01
now 2024-10-01
record An as of 2024-06-30 known at 2024-06-30
  promotable_on 2025-03-04
record An as of 2024-10-01
  promotable_on 2025-09-04
2025-09-03 promoted An kind=ordinary grade=6
refused promotion.minimum_time min_time_in_grade@2024-09-01
2025-09-04 promoted An kind=ordinary grade=6
