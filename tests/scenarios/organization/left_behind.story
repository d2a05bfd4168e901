story Who is left in a unit that is no more: found, until somebody moves them

2020-01-01 unit_created - unit=OLD name_ko=옛 name_en=Old kind=office parent=HQ
2020-01-01 unit_created - unit=NEW name_ko=새 name_en=New kind=office parent=HQ
2021-01-01 hired Nam grade=9 unit=OLD probation_months=0 born=1990-01-01
2021-01-01 hired Gan grade=9 unit=OLD probation_months=0 born=1990-01-01
2021-01-01 hired Tteo grade=9 unit=OLD probation_months=0 born=1990-01-01
2021-01-01 hired Meon grade=9 unit=NEW probation_months=0 born=1990-01-01
2022-12-31 resigned Tteo
2023-01-01 unit_abolished - unit=OLD
2023-01-01 transferred Gan unit=NEW ground=reorganization
now 2023-02-01
audit rule organization.left_behind
  finding organization.left_behind Nam
  no finding organization.left_behind Gan
  no finding organization.left_behind Tteo
  no finding organization.left_behind Meon
