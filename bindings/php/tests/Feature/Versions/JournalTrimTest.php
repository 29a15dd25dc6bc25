<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\VersionsTestCase;
use Illuminate\Console\Scheduling\Event;
use Illuminate\Console\Scheduling\Schedule;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\Attributes\TestWith;

/**
 * What is too old leaves the journal, and nothing else does.
 */
final class JournalTrimTest extends VersionsTestCase
{
    private const DAY = 86_400_000;

    protected function setUp(): void
    {
        parent::setUp();
        $this->openShop(TestDatabase::SqliteWal);
    }

    #[Test]
    public function whatIsOlderThanTheSettingSaysIsRemovedInPortions(): void
    {
        for ($incident = 0; $incident < 1500; $incident++) {
            $this->store->call('incident', ['kind' => 'slow_operation', 'subject' => 'old']);
        }

        $this->store->advance(90 * self::DAY + 1);
        $this->store->call('incident', ['kind' => 'slow_operation', 'subject' => 'new']);
        [$code, $output] = $this->artisan('versions:trim', ['--json' => true, '--who' => 'ann']);

        $removed = json_decode($output, true, 512, JSON_THROW_ON_ERROR);
        $this->assertSame([0, 1500, false], [$code, $removed['incidents'], $removed['more']]);
        $this->assertSame(['new'], array_column($this->store->call('incidents'), 'subject'));
        $this->assertSame(['journal.trimmed', 'ann'], [$this->store->call('trail')[0]['kind'], $this->store->call('trail')[0]['who']]);
    }

    #[Test]
    public function whoWantsToKeepLessSaysHowManyDays(): void
    {
        $this->store->call('incident', ['kind' => 'slow_operation', 'subject' => 'old']);
        $this->store->advance(2 * self::DAY);

        $this->assertStringStartsWith('0 incidents,', $this->artisan('versions:trim', ['--days' => '3'])[1]);
        $this->assertStringStartsWith('1 incidents, 0 audit records', $this->artisan('versions:trim', ['--days' => '1'])[1]);
    }

    #[Test]
    #[TestWith(['0'])]
    #[TestWith(['-1'])]
    #[TestWith(['all'])]
    public function whatIsNoNumberOfDaysRemovesNothing(string $days): void
    {
        $this->store->call('incident', ['kind' => 'slow_operation', 'subject' => 'old']);
        $this->store->advance(365 * self::DAY);

        $this->assertSame(2, $this->artisan('versions:trim', ['--days' => $days])[0]);
        $this->assertCount(1, $this->store->call('incidents'));
    }

    #[Test]
    #[TestWith(['database', 'store', false])]
    #[TestWith(['sqlite', 'store', false])]
    #[TestWith(['redis', 'sqlite', false])]
    #[TestWith(['redis', 'store', true])]
    #[TestWith(['database', 'redis', true])]
    public function theSchedulerDoesItEachNightOnceForEachJournal(string $store, string $journal, bool $onOneServer): void
    {
        $this->startApplication(['versions.store' => $store, 'versions.journal.store' => $journal]);
        [$event] = $this->scheduled();

        $this->assertSame(['0 0 * * *', true, $onOneServer], [$event->expression, $event->withoutOverlapping, $event->onOneServer]);
        $this->assertSame(! $onOneServer, str_starts_with($event->mutexName(), 'versions-trim-'));
    }

    #[Test]
    public function whereVersionsAreNotInUseTheSchedulerLeavesItOut(): void
    {
        [$event] = $this->scheduled();
        $this->assertTrue($event->filtersPass($this->app));

        $this->database->getSchemaBuilder()->drop('shop_data_version');
        $this->assertFalse($event->filtersPass($this->app));
    }

    #[Test]
    public function whoKeepsEverythingHasNothingScheduled(): void
    {
        $this->startApplication(['versions.journal.keep_days' => 0]);

        $this->assertSame([], $this->scheduled());
        $this->assertSame(2, $this->artisan('versions:trim')[0]);
    }

    /**
     * @return list<Event>
     */
    private function scheduled(): array
    {
        return array_values(array_filter(
            $this->app->make(Schedule::class)->events(),
            static fn (Event $event): bool => str_contains((string) $event->command, 'versions:trim'),
        ));
    }
}
