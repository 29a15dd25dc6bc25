<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Versions\Invalidation\InvalidationMap;
use Closure;
use Illuminate\Container\Container;
use Illuminate\Database\Connection;

/**
 * For models whose changes raise versions: each save and each deletion is a transaction in which the data and their versions change
 * together. So are quiet ones, stock movements, restored models and statements for many rows at once. Changes in one transaction
 * raise a type once.
 */
trait VersionsData
{
    /**
     * The types of data that a change of this model changes; the name of its table, unless the model says otherwise.
     *
     * @return list<string>
     */
    public function dataVersionTypes(): array
    {
        return [$this->getTable()];
    }

    /**
     * The event that is told of a change after its COMMIT, so that keys and tags of others are forgotten; none, unless the
     * model makes one. It is counted with the change.
     *
     * @param string $action `created`, `updated` or `deleted`
     */
    public function dataVersionEvent(string $action): ?ShopDataUpdated
    {
        return null;
    }

    public static function bootVersionsData(): void
    {
        foreach (['created', 'updated', 'deleted'] as $action) {
            static::registerModelEvent($action, static fn (self $model) => $model->tellDataVersionEvent($action));
        }
    }

    public function save(array $options = [])
    {
        return $this->inOneChange(fn () => parent::save($options));
    }

    public function delete()
    {
        return $this->inOneChange(fn () => parent::delete());
    }

    protected function incrementOrDecrement($column, $amount, $extra, $method)
    {
        return $this->inOneChange(fn () => parent::incrementOrDecrement($column, $amount, $extra, $method));
    }

    protected function newBaseQueryBuilder()
    {
        return VersionedQuery::on($this->getConnection(), $this->dataVersionTypes());
    }

    /**
     * Types are announced and raised by the statements; so what changes nothing raises nothing.
     */
    private function inOneChange(Closure $work): mixed
    {
        return self::dataVersions()->change([], function (Connection $connection) use ($work): mixed {
            VersionedQuery::expectSame($this->getConnection(), $connection);
            Container::getInstance()->make(OpenChanges::class)->of($connection)?->undoing($this, $this->stateBeforeChange());

            return $work();
        });
    }

    /**
     * @return Closure(self): void
     */
    private function stateBeforeChange(): Closure
    {
        $state = [];
        $names = [
            'attributes', 'original', 'changes', 'previous', 'classCastCache', 'attributeCastCache',
            'exists', 'wasRecentlyCreated', 'forceDeleting', 'connection',
        ];

        foreach ($names as $name) {
            property_exists($this, $name) && $state[$name] = $this->{$name};
        }

        return static function (self $model) use ($state): void {
            foreach ($state as $name => $value) {
                $model->{$name} = $value;
            }
        };
    }

    private function tellDataVersionEvent(string $action): void
    {
        $event = $this->dataVersionEvent($action);

        if ($event !== null) {
            // Whoever listens takes it for counted: so what the listener would raise is raised here, with the change.
            $raised = Container::getInstance()->make(InvalidationMap::class)->of($event)->raised();
            self::dataVersions()->bump([...$this->dataVersionTypes(), ...$raised], $event->changeId);
            $events = static::getEventDispatcher();
            $tell = static fn () => $events?->dispatch($event);
            $transaction = self::dataVersions()->transaction();
            $transaction === null ? $tell() : $transaction->afterCommit($tell);
        }
    }

    private static function dataVersions(): DataVersions
    {
        return Container::getInstance()->make(DataVersions::class);
    }
}
