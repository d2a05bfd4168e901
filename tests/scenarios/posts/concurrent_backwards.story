story A concurrent post said to end before it began was never held: a finding, not a refusal

2020-01-02 unit_created - unit=B name_ko=원 name_en=Institute kind=agency
2020-03-02 hired Gyeom grade=4 probation_months=0 born=1970-01-01
2020-03-02 hired Geok grade=4 probation_months=0 born=1970-01-01
2020-03-02 hired Nal grade=4 probation_months=0 born=1970-01-01
2024-03-04 concurrent_started Gyeom unit=B post=B-1 until=2024-03-01
2024-03-04 concurrent_started Geok unit=B post=B-2
2024-03-04 concurrent_ended Geok unit=B post=B-2 issued=2024-03-04
2024-03-04 concurrent_started Nal unit=B post=B-3 until=2025-03-04
record Gyeom as of 2024-03-04
  concurrent.0 null
  finding concurrent.ended_before_start
record Geok as of 2024-03-04
  concurrent.0 null
record Nal as of 2024-03-04
  concurrent.0.post B-3
  no finding concurrent.ended_before_start
