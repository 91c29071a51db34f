// Package config reads how a person has set weir up: the user's file, the
// workspace's file, and the environment, in this order, each before the one
// that came earlier. Flags, which come last, are the commands' own.
//
//   - config.toml in the user's configuration folder: theme, keys, defaults,
//     policies of origins, and where secrets come from.
//   - weir.toml in the working folder or the nearest one above it: defaults and
//     policies of origins for who works there. It may have come with the folder
//     from someone else, so it can name no secret, no file and no program.
//   - WEIR_RATE and the like: any default by the name of its flag.
//
// Every value knows its source, and every error names file and line and says
// what would be right. Settings have the names and the texts of the flags.
package config
