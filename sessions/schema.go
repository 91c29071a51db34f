package sessions

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
)

const (
	// applicationID marks a database as a session: "Weir" in ASCII.
	applicationID = 0x57656972
	// fileVersion is the version of the file's form that this program writes.
	fileVersion = 1
	// pageSize is that of a file's pages, in bytes.
	pageSize = 8192
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// migrate brings a new or older file to fileVersion, each step in a
// transaction of its own.
func migrate(ctx context.Context, c *sql.Conn, version int) error {
	for v := version + 1; v <= fileVersion; v++ {
		text, err := schemaFiles.ReadFile(fmt.Sprintf("schema/%04d.sql", v))
		if err != nil {
			return err
		}
		step := fmt.Sprintf("BEGIN;\n%s;\nPRAGMA application_id = %d;\nPRAGMA user_version = %d;\nCOMMIT;", text, applicationID, v)
		if _, err := c.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("bring the file to version %d: %w", v, err)
		}
	}
	return nil
}
