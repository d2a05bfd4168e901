story A reorganization, a promotion, a sanction, the family or an urgent need cut the stay short
covers stay_exceptions reorganization 1949-08-12
covers stay_exceptions reorganization 1949-08-12 ban
covers stay_exceptions promotion 1949-08-12
covers stay_exceptions discipline 1949-08-12
covers stay_exceptions family 1949-08-12
covers stay_exceptions urgent 1949-08-12
# Two years in the seat of three.

2024-01-02 unit_created - unit=OM name_ko=딴부처 name_en=Other kind=ministry
2024-03-04 hired Gae grade=7 probation_months=0 post=HQ-1 born=1990-01-01
2024-03-04 hired Seung grade=7 probation_months=0 post=HQ-2 born=1990-01-01
2024-03-04 hired Jing grade=7 probation_months=0 post=HQ-3 born=1990-01-01
2024-03-04 hired Ga grade=7 probation_months=0 post=HQ-4 born=1990-01-01
2024-03-04 hired Geup grade=7 probation_months=0 post=HQ-5 born=1990-01-01
2024-03-04 hired Geu grade=7 probation_months=0 post=HQ-6 born=1990-01-01
2024-03-04 hired Nam grade=7 route=career probation_months=0 post=HQ-7 born=1990-01-01
2026-03-04 transferred Gae unit=HQ post=HQ-11 ground=reorganization
2026-03-04 transferred Seung unit=HQ post=HQ-12 ground=promotion
2026-03-04 transferred Jing unit=HQ post=HQ-13 ground=discipline
2026-03-04 transferred Ga unit=HQ post=HQ-14 ground=family
2026-03-04 transferred Geup unit=HQ post=HQ-15 ground=urgent
2026-03-04 transferred Geu unit=HQ post=HQ-16
2026-03-04 transferred_in Nam unit=OM post=OM-1 ground=reorganization
audit rule transfer.minimum_stay
  no finding transfer.minimum_stay Gae
  no finding transfer.minimum_stay Seung
  no finding transfer.minimum_stay Jing
  no finding transfer.minimum_stay Ga
  no finding transfer.minimum_stay Geup
  finding transfer.minimum_stay Geu
audit rule transfer.banned
  no finding transfer.banned Nam
