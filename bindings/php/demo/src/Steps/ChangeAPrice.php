<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use App\Models\Product;
use Cartwright\Demo\Visitors\Visit;
use Cartwright\Demo\Visitors\Visitor;
use Cartwright\Demo\Watch\Statement;
use Illuminate\Support\Facades\DB;
use RuntimeException;

/**
 * A cached page that is never older than the last price that was committed.
 */
final class ChangeAPrice implements Step
{
    private const OLD = '$89.00';
    private const NEW = '$79.00';

    public function play(Stage $stage): void
    {
        $narrator = $stage->narrator;
        $narrator->chapter('The new price');
        $narrator->tell(
            'The shelf lies in Laravel\'s cache, under a key that carries the version of the products. Who comes asks for'
            . ' that version and not for the products; they were loaded at the first visit of this walk.',
        );
        $cafe = $stage->browser('café');
        $canteen = $stage->browser('canteen');
        $shelf = $narrator->visit($cafe->get('/'));
        $other = $canteen->get('/');
        $narrator->claim(
            [self::price($shelf), self::price($other)] === [self::OLD, self::OLD] && ! self::loads($shelf) && ! self::loads($other),
            'Two who were never here before get the whole shelf, and nothing was loaded for them.',
        );
        $etag = self::etag($shelf);
        $narrator->claim(
            self::isUnchanged($narrator->visit($cafe->get('/', $etag))),
            'Whose browser has the page already is sent nothing at all.',
        );

        $etag = $this->change($stage, $cafe, $canteen, $shelf);
        $this->changeAndRollBack($stage, $cafe, $etag);
    }

    /**
     * @return string the new entity tag of the first one's page
     */
    private function change(Stage $stage, Visitor $cafe, Visitor $canteen, Visit $before): string
    {
        $narrator = $stage->narrator;
        $narrator->tell(
            'Bob is granted the gate `changePrices`. His form saves a model with the trait VersionsData; no line of the shop'
            . ' invalidates anything.',
        );
        $bob = $stage->browser('office');
        $bob->submit('POST', '/login', ['email' => 'bob@example.com', 'password' => 'secret']);
        $changed = $narrator->visit($bob->submit('PATCH', '/prices', ['prices[grinder]' => '79.00']));
        $narrator->claim(
            preg_match('/BEGIN\nupdate "products".*\nupdate "shop_data_version".*\nCOMMIT$/s', self::sql($changed)) === 1,
            'The price and the version of the products were changed in one transaction.',
            self::sql($changed),
        );

        $after = $narrator->visit($cafe->get('/', self::etag($before)));
        $other = $canteen->get('/');
        $narrator->claim(
            $after->page->status === 200 && [self::price($after), self::price($other)] === [self::NEW, self::NEW],
            'The next page of each shows ' . self::NEW . ', at once and in every process.',
            self::price($after) . ', ' . self::price($other),
        );
        $narrator->claim(
            self::loads($after) && ! self::loads($other) && self::etag($after) !== self::etag($before),
            'The first one who came had it loaded, for all; his page has a new tag.',
        );

        $known = $before->page->script()['data-version'];
        $now = $narrator->visit($cafe->get('/data-version'))->page->json()['version'];
        $narrator->claim(
            $now !== $known && $now === $after->page->script()['data-version'],
            'A browser that still shows the old price hears of it from there: "There are new prices".',
        );

        return self::etag($after);
    }

    private function changeAndRollBack(Stage $stage, Visitor $cafe, string $etag): void
    {
        $narrator = $stage->narrator;
        $narrator->tell('And a change that does not come to be. The café looks while it is under way.');
        $during = null;
        $narrator->refusal(
            function () use ($cafe, $etag, &$during): void {
                DB::transaction(function () use ($cafe, $etag, &$during): void {
                    Product::query()->findOrFail('grinder')->update(['price' => 1]);
                    $during = $cafe->get('/', $etag);

                    throw new RuntimeException('That list was for another shop');
                });
            },
            RuntimeException::class,
        );
        $after = $narrator->visit($cafe->get('/', $etag));
        $fresh = $stage->browser('kiosk')->get('/');
        $narrator->claim(
            self::isUnchanged($during) && self::isUnchanged($after) && self::price($fresh) === self::NEW && ! self::loads($fresh),
            'Nobody has seen a grinder for a cent, and nothing had to be loaded again.',
        );
    }

    private static function price(Visit $visit): string
    {
        return $visit->page->texts("//li[.//input[@value='grinder']]//p[@class='price']")[0] ?? $visit->answer();
    }

    private static function etag(Visit $visit): string
    {
        return $visit->page->header('etag') ?? 'none';
    }

    private static function isUnchanged(?Visit $visit): bool
    {
        return $visit?->page->status === 304 && $visit->page->body === '';
    }

    private static function loads(Visit $visit): bool
    {
        return str_contains(self::sql($visit), 'from "products"');
    }

    private static function sql(Visit $visit): string
    {
        return implode("\n", array_map(static fn (Statement $one): string => $one->sql, $visit->statements));
    }
}
