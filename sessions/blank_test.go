package sessions

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const blankPath = "schema/blank.db"

// TestBlank holds the blank against the schema. WEIR_WRITE_BLANK=1 makes it.
func TestBlank(t *testing.T) {
	t.Parallel()
	made := filepath.Join(t.TempDir(), "made.db")
	makeBlank(t, made)
	if os.Getenv("WEIR_WRITE_BLANK") != "" {
		data, err := os.ReadFile(made)
		if err == nil {
			err = os.WriteFile(blankPath, data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	kept := filepath.Join(t.TempDir(), "kept.db")
	data, err := os.ReadFile(blankPath)
	if err == nil {
		err = os.WriteFile(kept, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(shapeOf(t, made), shapeOf(t, kept)); diff != "" {
		t.Errorf("the blank is not what the schema makes; write it with WEIR_WRITE_BLANK=1 go test -run TestBlank ./sessions\n%s", diff)
	}
}

// makeBlank brings an empty file to fileVersion, step by step.
func makeBlank(t *testing.T, path string) {
	t.Helper()
	if err := newFile(path, nil); err != nil {
		t.Fatal(err)
	}
	db, conn, err := openWriter(t.Context(), path, fmt.Sprintf("PRAGMA page_size = %d", pageSize))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = conn.Close(), db.Close() }()
	for v := 1; v <= fileVersion; v++ {
		text, err := os.ReadFile(fmt.Sprintf("schema/%04d.sql", v))
		if err != nil {
			t.Fatal(err)
		}
		step := fmt.Sprintf("BEGIN;\n%s;\nPRAGMA application_id = %d;\nPRAGMA user_version = %d;\nCOMMIT;", text, applicationID, v)
		if _, err := conn.ExecContext(t.Context(), step); err != nil {
			t.Fatalf("step %d: %v", v, err)
		}
	}
	if _, err := conn.ExecContext(t.Context(), "PRAGMA journal_mode = WAL"); err != nil {
		t.Fatal(err)
	}
}

// shapeOf is all that makes a session's file one, its rows left out.
func shapeOf(t *testing.T, path string) []string {
	t.Helper()
	db, err := sql.Open("sqlite", address(path, "mode=rw"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var shape []string
	for _, pragma := range []string{"page_size", "application_id", "user_version", "journal_mode", "encoding", "auto_vacuum", "integrity_check"} {
		var value string
		if err := db.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&value); err != nil {
			t.Fatal(err)
		}
		shape = append(shape, pragma+" "+value)
	}
	return append(shape, schemaOf(t.Context(), t, db)...)
}

func schemaOf(ctx context.Context, t *testing.T, db *sql.DB) (all []string) {
	t.Helper()
	rows, err := db.QueryContext(ctx, "SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var kind, name, text string
		if err := rows.Scan(&kind, &name, &text); err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Join([]string{kind, name, text}, " "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
