<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Closure;
use Illuminate\Contracts\Container\Container;
use Illuminate\Database\Connection;
use Illuminate\Database\Query\Builder;
use PDO;

/**
 * The data of a race: how often they were changed, for each way to change them.
 *
 * @internal
 */
final readonly class Data
{
    public function __construct(private Container $app, private Ground $ground)
    {
    }

    public function raise(Way $way): void
    {
        $this->rows()->where('way', $way->value)->where('writer', 0)->increment('changes');
    }

    /**
     * By the model, in a row of the writer's own: what is saved was read before the transaction.
     *
     * @param Closure(): void $open what happens in the transaction
     */
    public function save(Way $way, int $writer, Closure $open): void
    {
        Row::$ground = $this->ground;
        Row::$open = $open;
        $row = Row::query()->where('way', $way->value)->where('writer', $writer)->firstOrNew();
        $row->fill(['way' => $way->value, 'writer' => $writer, 'changes' => (int) $row->changes + 1])->save();
    }

    /**
     * What is told of a change that was committed. Which product it was does not matter.
     */
    public function event(): RaceDataUpdated
    {
        return new RaceDataUpdated(1);
    }

    /**
     * Whether the bump of an event is committed, as the connection sees it on which that may just have happened.
     */
    public function isCounted(RaceDataUpdated $event, PDO $pdo): bool
    {
        $name = $this->connection()->getQueryGrammar()->wrapTable($this->ground->table('changes'));
        $counted = $pdo->prepare("select count(*) from {$name} where change_id = ?");
        $counted->execute([$event->changeId]);

        return (int) $counted->fetchColumn() > 0;
    }

    /**
     * @return array<string, int> how often each type was changed
     */
    public function values(): array
    {
        $sums = $this->rows()
            ->groupBy('way')
            ->selectRaw('way, sum(changes) as changed')
            ->useWritePdo()
            ->pluck('changed', 'way');
        $values = [];

        foreach (Way::cases() as $way) {
            $values[$way->type()] = (int) ($sums[$way->value] ?? 0);
        }

        return $values;
    }

    private function rows(): Builder
    {
        return $this->connection()->table($this->ground->table('data'));
    }

    private function connection(): Connection
    {
        return $this->app->make('db')->connection($this->ground->connection);
    }
}
