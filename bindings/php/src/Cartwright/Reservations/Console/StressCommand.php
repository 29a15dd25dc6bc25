<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Console;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Reservations\Sale;
use Illuminate\Console\Command;
use Illuminate\Contracts\Container\Container;

/**
 * A sale with more buyers than goods, in a store of its own.
 */
class StressCommand extends Command
{
    use AnswersInJson;

    protected $signature = 'reservations:stress
        {--buyers=200 : How many come}
        {--units=100 : How many units there are of all skus together}
        {--skus=10 : Of how many skus}
        {--processes=4 : From how many processes they come, where PHP can fork}
        {--json : As one JSON object}';

    protected $description = 'Let many buyers come at once, and count whether anything was sold twice';

    /**
     * Holds the sale, and fails if it does not add up, or where nothing can be held.
     */
    public function handle(Container $app): int
    {
        $numbers = [];

        foreach (['buyers', 'units', 'skus', 'processes'] as $name) {
            $given = $this->option($name);

            if (! is_string($given) || ! ctype_digit($given) || (int) $given < 1) {
                $this->error("--{$name} takes a number from 1.");

                return self::INVALID;
            }

            $numbers[$name] = (int) $given;
        }

        try {
            $result = Sale::of($app)->run(...$numbers);
        } catch (EngineRefusal $refusal) {
            return $this->failWith($refusal);
        }

        $this->answer($result, fn () => $this->table(
            ['', ''],
            array_map(
                static fn (string $name, mixed $value): array => [
                    str_replace('_', ' ', $name),
                    is_bool($value) ? ($value ? 'yes' : 'NO') : $value,
                ],
                array_keys($result),
                $result,
            ),
        ));

        return $result['adds_up'] ? self::SUCCESS : self::FAILURE;
    }
}
