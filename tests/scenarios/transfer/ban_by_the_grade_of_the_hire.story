story The ban after the examination of grade 5 is for who was hired in grade 5, whatever the grade now

2024-01-02 unit_created - unit=OM name_ko=딴부처 name_en=Other kind=ministry
2024-03-04 hired Gang grade=5 probation_months=0 born=1990-01-01
2024-03-04 hired Seung grade=6 probation_months=0 born=1990-01-01
2025-03-04 demoted_by_consent Gang grade=6
2026-03-04 promoted Seung kind=ordinary grade=5
2026-06-04 transferred_in Gang unit=OM post=OM-1
2026-06-04 transferred_in Seung unit=OM post=OM-2
audit rule transfer.banned
  finding transfer.banned Gang
  no finding transfer.banned Seung
