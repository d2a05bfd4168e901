// A second opinion in another language: other people's implementations of the C2SP formats and of RFC 6962 read what
// Sillok writes, and a log of theirs is shown to Sillok's witness. Driven by ../go_test.py.
package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	flog "github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	fproof "github.com/transparency-dev/formats/proof"
	fwitness "github.com/transparency-dev/formats/witness"
	mproof "github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// verifiers of a folder: log.vkey, and one key a line in witness.vkeys.
type verifiers struct {
	log       note.Verifier
	witnesses []note.Verifier
}

func readVerifiers(dir string) (verifiers, error) {
	var out verifiers
	text, err := os.ReadFile(filepath.Join(dir, "log.vkey"))
	if err != nil {
		return out, err
	}
	if out.log, err = note.NewVerifier(strings.TrimSpace(string(text))); err != nil {
		return out, err
	}
	if text, err = os.ReadFile(filepath.Join(dir, "witness.vkeys")); err != nil {
		return out, err
	}
	for _, key := range strings.Fields(string(text)) {
		witness, err := fnote.NewVerifierForCosignatureV1(key)
		if err != nil {
			return out, err
		}
		out.witnesses = append(out.witnesses, witness)
	}
	return out, nil
}

// checkpoint opens a note with both libraries; every witness must have cosigned it.
func (v verifiers) checkpoint(text []byte) (*flog.Checkpoint, error) {
	opened, err := note.Open(text, note.VerifierList(append([]note.Verifier{v.log}, v.witnesses...)...))
	if err != nil {
		return nil, err
	}
	if len(opened.Sigs) != 1+len(v.witnesses) {
		return nil, fmt.Errorf("%d of %d signatures are known", len(opened.Sigs), 1+len(v.witnesses))
	}
	parsed, rest, _, err := flog.ParseCheckpoint(text, v.log.Name(), v.log, v.witnesses...)
	if err != nil {
		return nil, err
	}
	if len(rest) != 0 {
		return nil, errors.New("a checkpoint with extension lines")
	}
	return parsed, nil
}

func raw(hashes [][sha256.Size]byte) [][]byte {
	var out [][]byte
	for _, hash := range hashes {
		out = append(out, hash[:])
	}
	return out
}

// act checks a proof of one entry, whose bytes stand first in `extra`.
func (v verifiers) act(text []byte) error {
	var proof fproof.TLogProof
	if err := proof.Unmarshal(text); err != nil {
		return err
	}
	if !bytes.Equal(proof.Marshal(), text) {
		return errors.New("written again, the proof is another text")
	}
	checkpoint, err := v.checkpoint(proof.Checkpoint)
	if err != nil {
		return err
	}
	if len(proof.ExtraData) < 4 {
		return errors.New("no entry")
	}
	size := binary.BigEndian.Uint32(proof.ExtraData)
	if uint64(len(proof.ExtraData)) < 4+uint64(size) {
		return errors.New("half an entry")
	}
	entry := proof.ExtraData[4 : 4+size]
	leaf := rfc6962.DefaultHasher.HashLeaf(entry)
	if err := mproof.VerifyInclusion(rfc6962.DefaultHasher, proof.Index, checkpoint.Size, leaf, raw(proof.Hashes), checkpoint.Hash); err != nil {
		return err
	}
	var record tlog.RecordProof
	for _, hash := range proof.Hashes {
		record = append(record, tlog.Hash(hash))
	}
	return tlog.CheckRecord(record, int64(checkpoint.Size), tlog.Hash(checkpoint.Hash), int64(proof.Index), tlog.RecordHash(entry))
}

// grown checks that the newer checkpoint's log contains the older one's.
func (v verifiers) grown(text, older []byte) error {
	head, note, found := bytes.Cut(text, []byte("\n\n"))
	if !found {
		return errors.New("no checkpoint")
	}
	newer, err := v.checkpoint(note)
	if err != nil {
		return err
	}
	before, err := v.checkpoint(older)
	if err != nil {
		return err
	}
	lines := strings.Split(string(head), "\n")
	size, err := strconv.ParseUint(strings.TrimPrefix(lines[0], "old "), 10, 64)
	if err != nil || size != before.Size {
		return fmt.Errorf("begins at %q", lines[0])
	}
	var path [][]byte
	var tree tlog.TreeProof
	for _, line := range lines[1:] {
		hash, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(hash) != sha256.Size {
			return fmt.Errorf("no hash: %q", line)
		}
		path = append(path, hash)
		tree = append(tree, tlog.Hash(hash))
	}
	if err := mproof.VerifyConsistency(rfc6962.DefaultHasher, before.Size, newer.Size, path, before.Hash, newer.Hash); err != nil {
		return err
	}
	return tlog.CheckTree(tree, int64(newer.Size), tlog.Hash(newer.Hash), int64(before.Size), tlog.Hash(before.Hash))
}

// forgeries of a text: one byte of a line at a time is another. `extra` is opaque to these libraries.
func forgeries(text []byte) [][]byte {
	var out [][]byte
	begin := 0
	for _, line := range strings.SplitAfter(string(text), "\n") {
		places := []int{0, len(line) / 2}
		if strings.HasPrefix(line, "— ") {
			places = places[1:]
		}
		if len(line) < 2 || strings.HasPrefix(line, "extra ") {
			places = nil
		}
		for _, place := range places {
			changed := bytes.Clone(text)
			at := begin + place
			if changed[at]++; changed[at] == '\n' || text[at] == '\n' {
				continue
			}
			out = append(out, changed)
		}
		begin += len(line)
	}
	return out
}

func check(dir string) error {
	v, err := readVerifiers(dir)
	if err != nil {
		return err
	}
	counts := map[string]int{}
	one := func(pattern string, holds func(name string, text []byte) error) error {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return err
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			if err := holds(name, text); err != nil {
				return fmt.Errorf("%s: %w", filepath.Base(name), err)
			}
			counts[pattern]++
			for _, forged := range forgeries(text) {
				if holds(name, forged) == nil {
					return fmt.Errorf("%s: a forgery of it holds", filepath.Base(name))
				}
				counts["forgeries"]++
			}
		}
		return nil
	}
	if err := one("*.checkpoint", func(_ string, text []byte) error { _, err := v.checkpoint(text); return err }); err != nil {
		return err
	}
	if err := one("*.proof", func(_ string, text []byte) error { return v.act(text) }); err != nil {
		return err
	}
	if err := one("*.grown", func(name string, text []byte) error {
		older, err := os.ReadFile(strings.TrimSuffix(name, ".grown") + ".older")
		if err != nil {
			return err
		}
		return v.grown(text, older)
	}); err != nil {
		return err
	}
	policy, err := os.ReadFile(filepath.Join(dir, "policy"))
	if err != nil {
		return err
	}
	group, err := fwitness.ParsePolicy(policy)
	if err != nil {
		return err
	}
	newest, err := os.ReadFile(filepath.Join(dir, "newest.checkpoint"))
	if err != nil {
		return err
	}
	if !group.Satisfied(newest) {
		return errors.New("the policy is not satisfied by the newest checkpoint")
	}
	text, _, _ := bytes.Cut(newest, []byte("\n\n"))
	if group.Satisfied(append(text, '\n', '\n')) {
		return errors.New("the policy is satisfied by nobody")
	}
	fmt.Printf("%d checkpoints, %d proofs, %d grown, %d forgeries refused\n", counts["*.checkpoint"], counts["*.proof"],
		counts["*.grown"], counts["forgeries"])
	return nil
}

// witness shows a log of Go's own to a witness of Sillok's, and a fork of it. Its key is told by the environment.
type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, index := range indexes {
		out = append(out, m[index])
	}
	return out, nil
}

func treeOf(records []string) (memory, error) {
	var stored memory
	for i, record := range records {
		hashes, err := tlog.StoredHashes(int64(i), []byte(record), stored)
		if err != nil {
			return nil, err
		}
		stored = append(stored, hashes...)
	}
	return stored, nil
}

func submit(url, skey string, records []string, old int) (int, string, string, error) {
	signer, err := note.NewSigner(skey)
	if err != nil {
		return 0, "", "", err
	}
	stored, err := treeOf(records)
	if err != nil {
		return 0, "", "", err
	}
	size := int64(len(records))
	root, err := tlog.TreeHash(size, stored)
	if err != nil {
		return 0, "", "", err
	}
	checkpoint := flog.Checkpoint{Origin: signer.Name(), Size: uint64(size), Hash: root[:]}
	signed, err := note.Sign(&note.Note{Text: string(checkpoint.Marshal())}, signer)
	if err != nil {
		return 0, "", "", err
	}
	body := fmt.Sprintf("old %d\n", old)
	if old > 0 && int64(old) < size {
		proof, err := tlog.ProveTree(size, int64(old), stored)
		if err != nil {
			return 0, "", "", err
		}
		for _, hash := range proof {
			body += base64.StdEncoding.EncodeToString(hash[:]) + "\n"
		}
	}
	answer, err := http.Post(url+"/add-checkpoint", "text/plain", strings.NewReader(body+"\n"+string(signed)))
	if err != nil {
		return 0, "", "", err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(said), string(signed), err
}

func showLog(url, skey, witnessKey string) error {
	witness, err := fnote.NewVerifierForCosignatureV1(witnessKey)
	if err != nil {
		return err
	}
	var records, fork []string
	old, cosigned := 0, 0
	for size := 1; size <= 70; size++ {
		records = append(records, fmt.Sprintf("record %d", size))
		fork = append(fork, fmt.Sprintf("record %d", size))
		if size == 40 {
			fork[39] = "another"
		}
		if size%3 != 0 && size != 70 {
			continue
		}
		if old >= 40 {
			status, said, _, err := submit(url, skey, fork, old)
			if err != nil || status != http.StatusUnprocessableEntity {
				return fmt.Errorf("a fork of %d: %d %s %v", size, status, said, err)
			}
		}
		status, said, signed, err := submit(url, skey, records, old)
		if err != nil || status != http.StatusOK {
			return fmt.Errorf("size %d: %d %s %v", size, status, said, err)
		}
		opened, err := note.Open([]byte(signed+said), note.VerifierList(witness))
		if err != nil || len(opened.Sigs) != 1 {
			return fmt.Errorf("size %d: %v", size, err)
		}
		if _, err := fnote.CoSigV1Timestamp(opened.Sigs[0]); err != nil {
			return err
		}
		old = size
		cosigned++
	}
	fmt.Printf("%d cosigned\n", cosigned)
	return nil
}

func newKey(name string) error {
	skey, vkey, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return err
	}
	fmt.Printf("%s\n%s\n", skey, vkey)
	return nil
}

// tiles reads a served log as the clients of Go's checksum database do, over HTTP: every tile is verified against the
// newest checkpoint before a hash of it is used.
type tiles struct {
	url    string
	asked  map[string]bool
	client http.Client
}

func (t *tiles) Height() int                         { return 8 }
func (t *tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (t *tiles) get(path string) ([]byte, error) {
	answer, err := t.client.Get(t.url + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", path, answer.Status)
	}
	return body, err
}

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range wanted {
		// The same path but for the height, which C2SP tlog-tiles leaves out.
		path := "/" + strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		body, err := t.get(path)
		if err != nil {
			return nil, err
		}
		t.asked[path] = true
		out = append(out, body)
	}
	return out, nil
}

func readServed(url, dir string) error {
	v, err := readVerifiers(dir)
	if err != nil {
		return err
	}
	t := &tiles{url: url, asked: map[string]bool{}}
	text, err := t.get("/checkpoint")
	if err != nil {
		return err
	}
	newest, err := v.checkpoint(text)
	if err != nil {
		return err
	}
	tree := tlog.Tree{N: int64(newest.Size), Hash: tlog.Hash(newest.Hash)}
	reader := tlog.TileHashReader(tree, t)
	root, err := tlog.TreeHash(tree.N, reader)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return errors.New("the tiles make another root")
	}
	records := 0
	for n := int64(0); n < tree.N; n += 1 + tree.N/50 {
		proof, err := tlog.ProveRecord(tree.N, n, reader)
		if err != nil {
			return err
		}
		leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, n, leaf[0]); err != nil {
			return err
		}
		records++
	}
	grown := 0
	names, err := filepath.Glob(filepath.Join(dir, "*.older"))
	if err != nil {
		return err
	}
	for _, name := range names {
		older, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		before, err := v.checkpoint(older)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(tree.N, int64(before.Size), reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, int64(before.Size), tlog.Hash(before.Hash)); err != nil {
			return err
		}
		grown++
	}
	// Another root is seen by the first tile.
	tree.Hash[0] ^= 1
	if _, err := tlog.TileHashReader(tree, t).ReadHashes([]int64{0}); err == nil {
		return errors.New("tiles of another tree are taken")
	}
	fmt.Printf("%d entries, %d tiles, %d records, %d grown\n", newest.Size, len(t.asked), records, grown)
	return nil
}

func main() {
	flag.Parse()
	var err error
	switch words := flag.Args(); {
	case len(words) == 2 && words[0] == "check":
		err = check(words[1])
	case len(words) == 2 && words[0] == "key":
		err = newKey(words[1])
	case len(words) == 4 && words[0] == "log":
		err = showLog(words[1], words[2], words[3])
	case len(words) == 3 && words[0] == "tiles":
		err = readServed(words[1], words[2])
	default:
		err = errors.New("check DIR, key NAME, tiles URL DIR, or log URL SIGNER-KEY WITNESS-KEY")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
