<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\VersionsTestCase;
use Cartwright\Versions\Reconciliation;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * Comparing what is published with what is committed.
 */
final class ReconcilingTest extends VersionsTestCase
{
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    /**
     * The older repair changed the version each time it ran.
     */
    #[Test]
    #[DataProvider('databases')]
    public function whatIsRightIsNotTouchedHoweverOftenItIsRepaired(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->versions->bump(['products', 'categories']);
        $before = [$this->seen(), $this->seen('categories')];

        foreach (range(1, 2) as $time) {
            $this->assertEquals(new Reconciliation(2, 0, []), $this->versions->reconcile(true));
        }

        $this->assertSame($before, [$this->seen(), $this->seen('categories')]);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aBackupThatWasRestoredBeginsANewLife(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->versions->bump('products');
        $this->seen();
        $this->versions->bump('products');
        $this->database->table('shop_data_version')->update(['change_count' => 1]);

        $found = $this->versions->reconcile(false);
        $this->assertSame(['ahead', false], [$found->findings[0]->wrong, $found->isRight()]);
        $this->assertTrue($this->versions->reconcile(true, 'ann')->isRight());
        $this->assertSame([], $this->versions->reconcile(true)->findings);
        $this->assertSame(0, $this->changes());
        $this->assertContains('version.repaired', array_column($this->store->call('trail'), 'kind'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function whatSomebodyElseHasRaisedIsPublished(TestDatabase $database): void
    {
        $this->openShop($database);
        $this->versions->bump('products');
        $this->seen();
        $this->database->table('shop_data_version')->update(['change_count' => 5]);

        $this->assertSame('behind', $this->versions->reconcile(true)->findings[0]->wrong);
        $this->assertStringEndsWith('.5', $this->seen());
    }

    #[Test]
    public function whatIsBeingChangedIsLeftToItsWriter(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->seen();
        $this->versions->change('products', function (): void {
            $this->assertSame(1, $this->anotherRequest()->reconcile(true)->pending);
        });
    }
}
