<?php

declare(strict_types=1);

namespace Cartwright\Tests\versions;

use Cartwright\Versions\Race\Plant;
use InvalidArgumentException;

/**
 * What the command line asks for.
 */
final class Options
{
    public const HELP = <<<'TEXT'
        Races of real processes over data versions on Laravel: writers commit changes, die and stop between COMMIT and publication, readers come
        by the cache, the server of versions stands still or is killed.

        usage: php bindings/php/tests/versions/run.php [options]

          --place=DATABASE/STORE/CACHE
                          where the data are (sqlite, mariadb, postgresql), where versions are published (database, sqlite, redis) and where
                          values are kept (file, redis, database, native); all 36 with --deep, else a few that have each at least once
          --seconds=N     how long each race lasts; 2, and 20 with --deep
          --writers=N     3
          --readers=N     3
          --seed=N        which choices the processes make; the same number gives the same ones
          --plant=NAME    do it wrong on purpose: invalidate-before-commit or no-mark; then it has to be seen
          --harm=NAME     pause-server or kill-server: what is done to the Redis in the middle of each race that has one
          --validate      cache:validate-atomic --test-concurrency --stress-test=50 in the place of a race, as from a shell
          --deep          CARTWRIGHT_DEEP=1 does the same
          --help

        The servers are those of 'scripts/servers.sh start all', told by the environment that 'scripts/servers.sh env' prints; for --harm,
        scripts/races.sh starts some of its own.
        Exit code 1 if anything was wrong, or if what was planted was not seen.

        TEXT;

    public bool $help = false;

    public bool $isDeep;

    public bool $validates = false;

    public int $seconds = 0;

    public int $writers = 3;

    public int $readers = 3;

    public int $seed = 1;

    public ?Plant $plant = null;

    public ?Harm $harm = null;

    /** @var list<Combination> */
    public array $places = [];

    /**
     * @param list<string> $arguments
     */
    public function __construct(array $arguments)
    {
        $this->isDeep = getenv('CARTWRIGHT_DEEP') === '1';

        foreach ($arguments as $argument) {
            [$name, $value] = explode('=', $argument, 2) + [1 => ''];

            match ($name) {
                '--help', '-h' => $this->help = true,
                '--deep' => $this->isDeep = true,
                '--validate' => $this->validates = true,
                '--place' => $this->places[] = Combination::named($value),
                '--seconds' => $this->seconds = self::number($name, $value),
                '--writers' => $this->writers = self::number($name, $value),
                '--readers' => $this->readers = self::number($name, $value),
                '--seed' => $this->seed = self::number($name, $value),
                '--plant' => $this->plant = Plant::named($value),
                '--harm' => $this->harm = Harm::tryFrom($value) ?? throw new InvalidArgumentException("'{$value}' is no harm"),
                default => throw new InvalidArgumentException("unknown option '{$argument}'; see --help"),
            };
        }

        $this->seconds = $this->seconds ?: ($this->isDeep ? 20 : 2);
        $this->places = $this->places ?: ($this->isDeep ? Combination::all() : Combination::few());
    }

    private static function number(string $name, string $value): int
    {
        return ctype_digit($value) && (int) $value > 0 ? (int) $value : throw new InvalidArgumentException(
            "{$name} needs a number from 1, as in {$name}=5",
        );
    }
}
