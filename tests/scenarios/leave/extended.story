story How far a leave may be extended
covers leave_max LV.SICK 1949-08-12 extension
covers leave_max LV.SICK_DUTY 1949-08-12 extension
covers leave_max LV.SICK_DUTY 2021-12-09 extension
covers leave_max LV.STUDY 1949-08-12 extension
covers leave_max LV.SPOUSE 1949-08-12 extension
covers leave_max LV.FERTILITY 2026-12-03 extension
# From the first day of the leave: illness 1+1 years, of duty 3+2 (3+2+2 if begun from 2021-12-09 on), study and spouse 3+2.
# Training may not be extended at all.

2015-01-01 hired Sick grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Old grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Duty grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Study grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Train grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Spouse grade=7 probation_months=0 born=1985-01-01
2015-01-01 hired Infertile grade=7 probation_months=0 born=1985-01-01

2021-12-08 leave_started Old ground=LV.SICK_DUTY until=2024-12-08
2021-12-09 leave_started Duty ground=LV.SICK_DUTY until=2024-12-09
2024-03-04 leave_started Sick ground=LV.SICK until=2025-03-04
2024-03-04 leave_started Study ground=LV.STUDY until=2027-03-04
2024-03-04 leave_started Train ground=LV.TRAIN until=2026-03-04
2024-03-04 leave_started Spouse ground=LV.SPOUSE until=2027-03-04
2024-12-01 leave_extended Old until=2026-12-09
refused leave.too_long leave_max@1949-08-12
2024-12-01 leave_extended Old until=2026-12-08
2024-12-01 leave_extended Duty until=2028-12-10
refused leave.too_long leave_max@2021-12-09
2024-12-01 leave_extended Duty until=2028-12-09
2025-03-04 leave_extended Sick until=2026-03-05
refused leave.too_long leave_max@1949-08-12
2025-03-04 leave_extended Sick until=2026-03-04
2026-03-04 leave_extended Train until=2026-03-05
refused leave.too_long leave_max@1949-08-12
2026-12-03 leave_started Infertile ground=LV.FERTILITY until=2027-12-03
2027-03-04 leave_extended Study until=2029-03-05
refused leave.too_long leave_max@1949-08-12
2027-03-04 leave_extended Study until=2029-03-04
2027-03-04 leave_extended Spouse until=2029-03-05
refused leave.too_long leave_max@1949-08-12
2027-03-04 leave_extended Spouse until=2029-03-04
2027-12-03 leave_extended Infertile until=2028-12-04
refused leave.too_long leave_max@2026-12-03
2027-12-03 leave_extended Infertile until=2028-12-03
