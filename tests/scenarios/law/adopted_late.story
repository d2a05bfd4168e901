story A rule adopted after its day: what was decided meanwhile is found, not undone

2024-03-04 hired An grade=7 probation_months=0 born=1990-01-01
2025-03-04 promoted An kind=ordinary grade=6
2025-06-02 policy_adopted - table=min_time_in_grade valid_from=2025-01-01 applies_by=act 'rows=[{"id":"7","value":18,"unit":"months"}]' legal_reference=DAPO:31 issued=2025-06-02
record An as of 2025-03-04 known at 2025-06-01
  grade 6
  no finding promotion.minimum_time
record An as of 2025-03-04
  grade 6
audit rule promotion.minimum_time
  finding promotion.minimum_time An
