<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use InvalidArgumentException;

/**
 * What the command line asks for.
 */
final class Options
{
    public const DEFECTS = [
        'last-writer-wins' => LastWriterWins::class,
        'forgotten-answer' => ForgottenAnswer::class,
    ];

    public const HELP = <<<'TEXT'
        Many processes change carts at once; at the end every acknowledged change must be there, once.

        usage: php bindings/php/tests/processes/run.php [options]

          --driver=NAME        one of %s, or all (default). sqlite-wal and sqlite-journal are the database driver,
                               sqlite and native-database files of the engine's own
          --processes=N        how many at once, 8
          --operations=N       how many changes each makes, 50
          --carts=N            of how many carts; both 1 and 50 where nothing is given
          --seed=N             which changes; the same number gives the same ones
          --deep               1000 changes each, unless another number is given; CARTWRIGHT_DEEP=1 does the same
          --planted-defect=last-writer-wins
                               store without comparing what was read, to see changes lost; on the database driver
          --planted-defect=forgotten-answer
                               now and then store a change and say it was not, to see changes doubled
          --harm=kill-server   kill the server with -9 in the middle, and start it again
          --harm=pause-server  stop it for longer than anybody waits for an answer
          --harm=fill-server   leave it without memory for a while; on Redis
          --harm=kill-callers  kill processes with -9 again and again; another goes on in the place of each; not on
                               Laravel's files, which are emptied before they are written
          --forgetful          the server keeps nothing when it ends, so what is lost does not count
          --help

        A change is an item added, raised, set or removed, a condition put on or taken off, metadata, and in the middle
        of each process's work a guest's cart that is taken in. All settings of the shop are the default ones.
        The servers are those of 'scripts/servers.sh start all', told by the environment that 'scripts/servers.sh env'
        prints.
        Exit code 1 if a change was lost or doubled, or fewer than 99 of 100 were acknowledged; where harm is done,
        if a process had to be told of a failure once more when it was over.

        TEXT;

    private const OPERATIONS_AROUND_HARM = 3;

    public bool $help = false;

    public int $processes = 8;

    public int $operations = 0;

    /** @var list<int> */
    public array $carts = [1, 50];

    public int $seed;

    /** @var class-string|null the storage that has it */
    public ?string $defect = null;

    public ?Harm $harm = null;

    public bool $isForgetful = false;

    /** @var list<string> */
    public array $drivers = Places::DRIVERS;

    /**
     * @param list<string> $arguments
     */
    public function __construct(array $arguments)
    {
        $this->seed = random_int(1, 999_999);
        $deep = getenv('CARTWRIGHT_DEEP') === '1';

        foreach ($arguments as $argument) {
            [$name, $value] = explode('=', $argument, 2) + [1 => null];

            match ($name) {
                '--help', '-h' => $this->help = true,
                '--deep' => $deep = true,
                '--processes' => $this->processes = self::number($name, $value),
                '--operations' => $this->operations = self::number($name, $value),
                '--carts' => $this->carts = [self::number($name, $value)],
                '--seed' => $this->seed = self::number($name, $value),
                '--driver' => $this->drivers = self::driver((string) $value),
                '--planted-defect' => $this->defect = self::defect((string) $value),
                '--harm' => $this->harm = self::harm((string) $value),
                '--forgetful' => $this->isForgetful = true,
                default => throw new InvalidArgumentException("unknown option '{$argument}'; see --help"),
            };
        }

        $this->operations = $this->operations ?: ($deep ? 1000 : 50);

        ! $this->harm?->isOfServer() || $this->operations >= self::OPERATIONS_AROUND_HARM
            || throw new InvalidArgumentException('there must be a change before the harm, one within and one after it');

        $this->drivers = array_values(array_filter($this->drivers, match ($this->harm) {
            null => static fn (): bool => true,
            Harm::KillCallers => Places::outlivesCallers(...),
            Harm::FillServer => static fn (string $driver): bool => Places::server($driver) === 'redis',
            default => Places::hasServer(...),
        }));
        $this->drivers !== [] || throw new InvalidArgumentException('nothing is promised of this driver in such a case');
    }

    public static function help(): string
    {
        return sprintf(self::HELP, wordwrap(implode(', ', Places::DRIVERS), 70, "\n" . str_repeat(' ', 23)));
    }

    private static function number(string $name, ?string $value): int
    {
        $number = filter_var($value, FILTER_VALIDATE_INT, ['options' => ['min_range' => 1, 'max_range' => 1_000_000]]);

        return $number !== false ? $number : throw new InvalidArgumentException(
            "{$name} needs a number from 1, as in {$name}=5",
        );
    }

    /**
     * @return list<string>
     */
    private static function driver(string $name): array
    {
        return match (true) {
            $name === 'all' => Places::DRIVERS,
            in_array($name, Places::DRIVERS, true) => [$name],
            default => throw new InvalidArgumentException(
                "'{$name}' is no driver; the drivers are " . implode(', ', Places::DRIVERS) . ' and all',
            ),
        };
    }

    /**
     * @return class-string
     */
    private static function defect(string $name): string
    {
        return self::DEFECTS[$name] ?? throw new InvalidArgumentException(
            "'{$name}' is no planted defect; there are " . implode(', ', array_keys(self::DEFECTS)),
        );
    }

    private static function harm(string $name): Harm
    {
        return Harm::tryFrom($name) ?? throw new InvalidArgumentException(
            "'{$name}' is no harm; there are " . implode(', ', array_column(Harm::cases(), 'value')),
        );
    }
}
