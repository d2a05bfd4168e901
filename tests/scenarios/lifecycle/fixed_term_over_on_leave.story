story What runs ends with the term: leave, secondment, concurrent and acting posts

2020-01-02 unit_created - unit=B name_ko=원 name_en=Institute kind=agency
2023-03-02 hired Hyu grade=7 route=fixed_term until=2025-03-02 born=1990-01-01
2023-03-02 hired Pa grade=7 route=fixed_term until=2025-03-02 post=HQ-2 born=1990-01-01
2024-12-02 leave_started Hyu ground=LV.SICK until=2025-06-02
2024-03-04 seconded Pa host=PMO ground=1 until=2026-03-04 issued=2024-03-04
2024-03-04 concurrent_started Pa unit=B post=B-1 until=2026-03-04 issued=2024-03-04
2024-03-04 assigned_acting Pa unit=HQ post=HQ-1 issued=2024-03-04
2025-03-03 reinstated Hyu
refused state.not_active
2025-03-03 returned Pa
refused state.not_active
record Hyu as of 2025-03-01
  status on_leave
record Hyu as of 2025-03-02
  status separated
  leave null
  spells.0.ended_by term_ended
record Pa as of 2025-03-01
  seconded_to PMO
  concurrent.0.post B-1
  acting.0.post HQ-1
record Pa as of 2025-03-02
  status separated
  seconded_to null
  concurrent.0 null
  acting.0 null
  post null
