<?php

declare(strict_types=1);

namespace Cartwright\Bench;

/**
 * The options of a command line. PHP's getopt() passes over what it does not know.
 */
final class Arguments
{
    /**
     * @param list<string> $arguments without the command
     * @param array<string, bool> $known whether an option has a value, by name
     *
     * @return array<int|string, string|true> options by name, the other arguments by their place
     */
    public static function read(array $arguments, array $known): array
    {
        $read = [];

        foreach ($arguments as $argument) {
            if (in_array($argument, ['-h', '--help'], true)) {
                $read['help'] = true;
            } elseif (! str_starts_with($argument, '-')) {
                $read[] = $argument;
            } elseif (! preg_match('/^--([a-z]+)(?:=(.+))?$/', $argument, $part)
                || ($known[$part[1]] ?? null) !== isset($part[2])) {
                fwrite(STDERR, "unknown argument '{$argument}'; see --help\n");
                exit(2);
            } else {
                $read[$part[1]] = $part[2] ?? true;
            }
        }

        return $read;
    }
}
