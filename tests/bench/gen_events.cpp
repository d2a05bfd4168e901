// The workload of the bench: synthetic personnel events, the same bytes on every machine. This is a
// verbatim copy of the bench kit's generator, so that figures can be set beside those of the kit's
// other systems; README.md tells what its events mean. SHA-256 of `gen_events small`: 7f4d8fcd7c82a5b0…
// Deterministic personnel-event generator (see workload.md). Integer arithmetic only; same bytes on every machine.
// build: g++ -O2 -std=c++20 gen_events.cpp -o gen_events      run: ./gen_events small|large|wide|full [events-cap] > events.jsonl
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>
using u64 = uint64_t;
static u64 SEED = 20260101;
static u64 mix(u64 x) { x += 0x9e3779b97f4a7c15ull; x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull; x = (x ^ (x >> 27)) * 0x94d049bb133111ebull; return x ^ (x >> 31); }
static u64 R(u64 a, u64 b, u64 salt) { return mix(mix(mix(SEED ^ salt) ^ a) ^ b); }
static bool P(u64 a, u64 b, u64 salt, u64 perMillion) { return R(a, b, salt) % 1000000 < perMillion; }
struct Off { uint32_t org, post; uint8_t grade, step, status; int32_t gradeMonth; uint8_t leaveLeft, secLeft; uint32_t series; u64 lastSeq; };
static const char* SURN[] = {"Kim", "Lee", "Park", "Choi", "Jung", "Kang", "Cho", "Yoon", "Jang", "Lim", "Han", "Oh", "Seo", "Shin", "Kwon", "Hwang"};
static const char* GIV[] = {"Minjun", "Seoyeon", "Jiho", "Haeun", "Donghyun", "Yuna", "Sungmin", "Jisoo", "Taeyang", "Eunji", "Hyunwoo", "Sora", "Kyungho", "Miran", "Jaewon", "Nari"};
static const char* SERIES[] = {"ADMIN", "TAX", "CUSTOMS", "POLICE_ADM", "ENGINEER", "IT", "HEALTH", "RESEARCH", "LEGAL", "FACILITY"};
static const char* LAW[] = {"State Public Officials Act art. 32", "Decree on Appointment art. 43-2", "Decree on Remuneration art. 13", "Decree on Leave of Absence art. 71", "Decree on Discipline art. 17", "Regulation on Performance Evaluation art. 20"};
static u64 seq = 0, cap = ~0ull, dayIdx = 0, perSec = 1;
static int Y, M, D, baseYear = 2002;
static void date(char* o, long d) { long y = d / 336; long m = d % 336 / 28; long k = d % 28; sprintf(o, "%04ld-%02ld-%02ld", y, m + 1, k + 1); }
static u64 emit(const char* type, u64 off, const char* extra, int law, u64 salt) {
  if (seq >= cap) { fflush(stdout); exit(0); }
  ++seq;
  long d = (long)(baseYear + Y) * 336 + M * 28 + D; char rec[16], eff[16]; date(rec, d);
  long e = d; u64 r = R(off, seq, 77 + salt); if (r % 100 < 3 && strcmp(type, "APPOINT") && strcmp(type, "REORG")) e = d - 1 - (long)((r >> 8) % 336);  // 3% recorded late
  date(eff, e);
  u64 s = 32400 + dayIdx / perSec; if (s > 86399) s = 86399; ++dayIdx;
  printf("{\"seq\":%llu,\"rec\":\"%sT%02d:%02d:%02dZ\",\"eff\":\"%s\",\"type\":\"%s\",\"off\":%llu,\"doc\":\"MPM-%d-%07llu\",\"actor\":%llu,%s\"note\":\"%s; order %d-%llu; approved by the head of the personnel division\"}\n",
         (unsigned long long)seq, rec, (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60), eff, type, (unsigned long long)off, baseYear + Y, (unsigned long long)(seq % 10000000),
         (unsigned long long)(R(off, 1, 5) % 6000), extra, LAW[law], baseYear + Y, (unsigned long long)(R(off, seq, 9) % 100000));
  return seq;
}
static char X[256];
static void appoint(std::vector<Off>& v, u64 i, u64 gen, bool opening) {
  Off& o = v[i]; u64 id = i + gen * v.size() + 1, r = R(id, 0, 1);
  o.org = (uint32_t)((r % 72 + 1) * 100 + (r >> 8) % 20); o.post = (uint32_t)((r >> 16) % 40); o.series = (uint32_t)((r >> 24) % 10);
  uint32_t q = (r >> 32) % 100; o.grade = opening ? (q < 20 ? 9 : q < 42 ? 8 : q < 68 ? 7 : q < 86 ? 6 : q < 95 ? 5 : q < 98 ? 4 : q < 99 ? 3 : 2) : (q < 75 ? 9 : q < 95 ? 7 : 5);
  o.step = opening ? 1 + (r >> 40) % 20 : 1; o.status = 0; o.gradeMonth = Y * 12 + M - (opening ? (int)((r >> 20) % 96) : 0); o.leaveLeft = o.secLeft = 0;
  char since[16]; date(since, (long)baseYear * 336 + (long)o.gradeMonth * 28);
  sprintf(X, "\"org\":%u,\"post\":%u,\"grade\":%u,\"step\":%u,\"name\":\"%s %s\",\"birth\":%d,\"sex\":\"%c\",\"series\":\"%s\",\"since\":\"%s\",", o.org, o.post, o.grade, o.step, SURN[(r >> 44) % 16], GIV[(r >> 48) % 16], baseYear + Y - 24 - (int)((r >> 52) % (opening ? 34 : 10)), (r >> 60) & 1 ? 'F' : 'M', SERIES[o.series], since);
  o.lastSeq = emit("APPOINT", id, X, 0, 1);
}
int main(int argc, char** argv) {
  std::string prof = argc > 1 ? argv[1] : "small"; u64 N = 700; int years = 24; u64 reorgPeople = 70; int reorgMonth = 150;
  if (prof == "large") { N = 14000; reorgPeople = 1300; } else if (prof == "wide") { N = 360000; years = 1; reorgPeople = 100000; reorgMonth = 8; baseYear = 2025; } else if (prof == "full") { N = 360000; reorgPeople = 100000; }
  else if (prof != "small") { N = strtoull(prof.c_str(), nullptr, 10); reorgPeople = N / 10; }
  if (argc > 2) cap = strtoull(argv[2], nullptr, 10);
  static char buf[1 << 20]; setvbuf(stdout, buf, _IOFBF, sizeof buf);
  std::vector<Off> v(N); std::vector<uint32_t> gen(N, 0); perSec = N / 28 * 6 / 12 / 40000 + 1;
  for (Y = 0; Y < years; ++Y) for (M = 0; M < 12; ++M) for (D = 0; D < 28; ++D) {
    dayIdx = 0; u64 mo = (u64)Y * 12 + M;
    if (mo == 0 && D == 0) { u64 ps = perSec; perSec = N / 50000 + 1; for (u64 i = 0; i < N; ++i) appoint(v, i, 0, true); perSec = ps; continue; }
    if ((int)mo == reorgMonth && D == 0) {  // one mass move: whole agencies from number 41 on, until reorgPeople are moved
      u64 left = reorgPeople; sprintf(X, "\"org\":9900,\"n\":%llu,", (unsigned long long)left); u64 ref = emit("REORG", 0, X, 1, 2); perSec = N / 100 + 1;
      for (int k = 0; k < 72 && left; ++k) { uint32_t ag = (40 + k) % 72 + 1; for (u64 i = 0; i < N && left; ++i) if (v[i].org / 100 == ag && v[i].status != 9) { v[i].org = 9900 + v[i].org % 20; sprintf(X, "\"org\":%u,\"post\":%u,\"ref\":%llu,", v[i].org, v[i].post, (unsigned long long)ref); v[i].lastSeq = emit("TRANSFER", i + gen[i] * N + 1, X, 1, 3); --left; } }
      perSec = N / 28 * 6 / 12 / 40000 + 1;
    }
    for (u64 i = D; i < N; i += 28) {  // official i acts on day i mod 28 of each month
      Off& o = v[i]; u64 id = i + gen[i] * N + 1;
      if (o.status == 9) { ++gen[i]; appoint(v, i, gen[i], false); continue; }
      if (o.leaveLeft && --o.leaveLeft == 0) { o.status = 0; o.lastSeq = emit("RETURN", id, "", 3, 4); }
      if (o.secLeft && --o.secLeft == 0) o.lastSeq = emit("SECOND_END", id, "", 1, 5);
      if (M == 0) { sprintf(X, "\"n\":%u,", 24000 + (10 - o.grade) * 6000 + o.step * 700); o.lastSeq = emit("PAY", id, X, 2, 6); }
      if (M == (id % 2 ? 0 : 6) && o.step < 32 && (int)mo - o.gradeMonth >= 6) { ++o.step; sprintf(X, "\"step\":%u,", o.step); o.lastSeq = emit("STEP", id, X, 2, 7); }
      if (M == 5 || M == 11) { u64 r = R(id, mo, 11) % 100; sprintf(X, "\"a\":\"%c\",", r < 20 ? 'S' : r < 60 ? 'A' : r < 90 ? 'B' : 'C'); o.lastSeq = emit("RATING", id, X, 5, 8); }
      if (P(id, mo, 12, 95000)) { u64 r = R(id, mo, 13); sprintf(X, "\"a\":\"C%03u\",\"n\":%u,", (unsigned)(r % 400), (unsigned)(4 + (r >> 16) % 40)); o.lastSeq = emit("TRAIN", id, X, 5, 9); }
      if (P(id, mo, 14, 30000)) { u64 r = R(id, mo, 15); uint32_t ag = r % 10 < 8 ? o.org / 100 : (r >> 8) % 72 + 1; o.org = ag * 100 + (r >> 16) % 20; o.post = (r >> 24) % 40; sprintf(X, "\"org\":%u,\"post\":%u,", o.org, o.post); o.lastSeq = emit("TRANSFER", id, X, 1, 10); }
      if (o.grade > 2 && (int)mo - o.gradeMonth >= 24 + 4 * (9 - o.grade) && P(id, mo, 16, o.grade > 6 ? 22000 : 9000)) { --o.grade; o.step = o.step > 3 ? o.step - 2 : 1; o.gradeMonth = (int)mo; sprintf(X, "\"grade\":%u,\"step\":%u,", o.grade, o.step); o.lastSeq = emit("PROMOTE", id, X, 0, 11); }
      if (P(id, mo, 17, 833)) { u64 r = R(id, mo, 18) % 100; sprintf(X, "\"a\":\"%s\",\"n\":%u,", r < 55 ? "REPRIMAND" : r < 80 ? "PAYCUT" : r < 95 ? "SUSPEND" : "DEMOTE", (unsigned)(r % 3 + 1)); o.lastSeq = emit("DISCIPLINE", id, X, 4, 12); }
      if (!o.leaveLeft && P(id, mo, 19, 8000)) { u64 r = R(id, mo, 20); o.leaveLeft = 1 + r % 24; o.status = 1; sprintf(X, "\"a\":\"%s\",\"n\":%u,", r >> 16 & 1 ? "PARENTAL" : r >> 17 & 1 ? "SICK" : "STUDY", o.leaveLeft); o.lastSeq = emit("LEAVE", id, X, 3, 13); }
      if (!o.secLeft && P(id, mo, 21, 3000)) { u64 r = R(id, mo, 22); o.secLeft = 6 + r % 19; sprintf(X, "\"org\":%u,\"n\":%u,", (unsigned)((r >> 8) % 72 + 1) * 100, o.secLeft); o.lastSeq = emit("SECOND", id, X, 1, 14); }
      if (P(id, mo, 23, 7000)) { u64 r = R(id, mo, 24) % 10; sprintf(X, "\"a\":\"%s\",", r < 6 ? "MINISTER" : r < 9 ? "PRIMEMIN" : "PRESIDENT"); o.lastSeq = emit("AWARD", id, X, 0, 15); }
      if (P(id, mo, 25, 5000)) { sprintf(X, "\"ref\":%llu,\"step\":%u,", (unsigned long long)o.lastSeq, o.step); o.lastSeq = emit("CORRECT", id, X, 0, 16); }
      if (P(id, mo, 26, 2500)) { u64 r = R(id, mo, 27) % 10; sprintf(X, "\"a\":\"%s\",", r < 6 ? "AGE" : r < 9 ? "VOLUNTARY" : "DISMISSED"); o.lastSeq = emit("RETIRE", id, X, 0, 17); o.status = 9; }
    }
  }
}
