<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Cartwright\Versions\DataVersions;
use Error;
use Illuminate\Contracts\Container\Container;
use PDO;
use Random\Engine\Mt19937;
use Random\Randomizer;
use Throwable;

/**
 * A process that changes data, and is killed and stopped where it hurts: in its transaction, and between COMMIT and publication.
 *
 * @internal
 */
final class Writer
{
    /** One of so many changes is the last of its process, right after its COMMIT; and as many are stopped there. */
    private const HARMED_IN = 40;

    /** The same in the transaction. */
    private const HARMED_OPEN_IN = 80;

    /** An event that could not be counted is delivered again, this often. */
    private const DELIVERIES = 200;

    private readonly Randomizer $chance;

    private readonly Way $way;

    private readonly Data $data;

    /** Whether the data were changed in the transaction that is open, so that readers may count on its COMMIT. */
    private bool $isInData = false;

    /** Of which readers may count on the COMMIT of the bump. */
    private ?RaceDataUpdated $event = null;

    private bool $isAcknowledged = false;

    public function __construct(
        private readonly Container $app,
        private readonly Task $task,
        private readonly Orders $orders,
    ) {
        $this->chance = new Randomizer(new Mt19937($task->seed));
        $this->way = Way::of($task->number);
        $this->data = new Data($app, $task->ground);
        Commits::tell($app, $this->begun(...), $this->committed(...));
    }

    public function run(): void
    {
        $this->orders->say(Orders::READY);
        $this->orders->await();

        for ($made = 0; ! $this->orders->areOver() && ($this->task->changes === null || $made < $this->task->changes);) {
            $made += $this->change() ? 1 : 0;
            // Others are to have their turn, and readers something to find.
            usleep($this->chance->getInt(0, 30_000));
        }
    }

    private function change(): bool
    {
        // Each change is a request.
        $this->versions()->forget();
        $this->isAcknowledged = false;

        try {
            $this->task->plant === null ? $this->perform() : $this->performWrongly($this->task->plant);
            $this->orders->say('changed');

            return true;
        } catch (Error $mistake) {
            // Of a program, not of what is tried here.
            throw $mistake;
        } catch (Throwable $failure) {
            $this->orders->say($this->isAcknowledged
                ? "a change was committed, and its writer was told: {$failure->getMessage()}"
                : "refused {$failure->getMessage()}");

            return $this->isAcknowledged;
        }
    }

    private function perform(): void
    {
        match ($this->way) {
            Way::Change => $this->versions()->change($this->types(), function (): void {
                $this->data->raise($this->way);
                $this->changedData();
                $this->harmOpen();
            }, 'race'),
            Way::Model => $this->data->save($this->way, $this->task->number, function (): void {
                $this->changedData();
                $this->harmOpen();
            }),
            Way::Event => $this->tell(),
        };
    }

    /**
     * Data are committed, and then an event is told of them; now and then once more.
     */
    private function tell(): void
    {
        $this->app->make('db')->transaction(fn () => $this->data->raise($this->way));
        $event = $this->event = $this->data->event();
        $this->deliver($event);

        if ($this->chance->getInt(1, 5) === 1) {
            $this->deliver($event);
        }
    }

    /**
     * As a queue does: again and again, until nobody refuses it. The second time it is as likely to come while a store is away as the first.
     */
    private function deliver(RaceDataUpdated $event): void
    {
        for ($delivery = 1; true; $delivery++) {
            try {
                $this->app->make('events')->dispatch($event);

                return;
            } catch (Error $mistake) {
                throw $mistake;
            } catch (Throwable $failure) {
                $delivery < self::DELIVERIES ? $this->orders->say("refused {$failure->getMessage()}") : throw $failure;
                usleep(50_000);
            }
        }
    }

    private function performWrongly(Plant $plant): void
    {
        if ($plant === Plant::InvalidateBeforeCommit) {
            $this->versions()->bump($this->types(), who: 'race');
            usleep(Reader::SLOW_MICROSECONDS * 2);
            $this->commitAlone();

            return;
        }

        $this->commitAlone();
        usleep(Reader::SLOW_MICROSECONDS * 2);
        $this->versions()->bump($this->types(), who: 'race');
    }

    private function commitAlone(): void
    {
        $this->app->make('db')->transaction(function (): void {
            $this->data->raise($this->way);
            $this->changedData();
        });
    }

    private function changedData(): void
    {
        $this->isInData = true;
    }

    private function begun(): void
    {
        // Whatever was open before was rolled back.
        $this->isInData = false;
    }

    /**
     * Right after a COMMIT, before anything else. What is committed is acknowledged here, the earliest that anybody could know of it:
     * with the data, or with the bump that comes after them.
     */
    private function committed(PDO $pdo): void
    {
        if (! $this->isInData && ($this->event === null || ! $this->data->isCounted($this->event, $pdo))) {
            return;
        }

        $this->isInData = false;
        $this->event = null;
        $this->isAcknowledged = true;
        $this->task->ground->acknowledge($this->way);

        match ($this->chance->getInt(1, self::HARMED_IN)) {
            1 => $this->orders->die(),
            2 => $this->orders->stop(),
            default => null,
        };
    }

    private function harmOpen(): void
    {
        match ($this->chance->getInt(1, self::HARMED_OPEN_IN)) {
            1 => $this->orders->die(),
            2 => $this->orders->stop(),
            default => null,
        };
    }

    private function versions(): DataVersions
    {
        return $this->app->make(DataVersions::class);
    }

    /**
     * @return list<string>
     */
    private function types(): array
    {
        return [$this->way->type()];
    }
}
