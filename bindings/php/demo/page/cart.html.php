<?php

declare(strict_types=1);

use Cartwright\Demo\Page\CartPage;

/*
 * The page. Its values are prepared by CartPage; here they are only escaped and placed.
 *
 * @var string $customer
 * @var int $pieces
 * @var list<Cartwright\Demo\Page\ItemLine> $items
 * @var list<Cartwright\Demo\Page\SummaryLine> $summary
 * @var list<Cartwright\Demo\Page\TimelineEntry> $timeline
 * @var list<string> $facts
 * @var string $style
 */
$products = count($items);
?>
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Cart of <?= e($customer) ?></title>
<style>
<?= $style ?>
</style>
</head>
<body>
<header class="top">
  <p class="shop"><?= CartPage::picture('roaster') ?>Roast &amp; Co.</p>
  <p class="customer"><?= e($customer) ?></p>
</header>

<main class="two">
  <div class="title">
    <h1>Your cart</h1>
    <p><?= $products ?> products, <?= $pieces ?> pieces</p>
  </div>

  <section class="items card" aria-labelledby="items">
    <h2 id="items" class="unseen">Items</h2>
    <ul>
<?php foreach ($items as $item) : ?>
      <li class="item">
        <span class="picture" aria-hidden="true"><?= CartPage::picture($item->picture) ?></span>
        <div class="what">
          <h3><?= e($item->name) ?></h3>
    <?php if ($item->attributes !== [] || $item->conditions !== []) : ?>
          <p class="details">
        <?php foreach ($item->attributes as $attribute) : ?>
            <span><?= e($attribute) ?></span>
        <?php endforeach; ?>
        <?php foreach ($item->conditions as $condition) : ?>
            <span class="badge good"><?= e($condition) ?></span>
        <?php endforeach; ?>
          </p>
    <?php endif; ?>
        </div>
        <p class="each">
          <span class="unseen">Quantity</span> <?= $item->quantity ?>
          <span aria-hidden="true">×</span><span class="unseen">at</span>
    <?php if ($item->priceBefore !== null) : ?>
          <del><span class="unseen">was</span> <?= e($item->priceBefore) ?></del>
    <?php endif; ?>
          <?= e($item->price) ?>

        </p>
        <p class="amount"><?= e($item->subtotal) ?></p>
      </li>
<?php endforeach; ?>
    </ul>
  </section>

  <section class="summary card" aria-labelledby="summary">
    <h2 id="summary">Summary</h2>
    <dl>
<?php foreach ($summary as $line) : ?>
      <div class="<?= e($line->kind) ?>">
        <dt><?= e($line->label) ?></dt>
        <dd><?= e($line->amount) ?></dd>
      </div>
<?php endforeach; ?>
    </dl>
    <p class="note">Rounded twice, at the subtotal and at the total. Every step between is exact.</p>
  </section>

  <section class="timeline" aria-labelledby="timeline">
    <h2 id="timeline">What happened</h2>
    <p class="note">The events that a listener in Laravel saw, in their order. Times are UTC.</p>
    <ol>
<?php foreach ($timeline as $entry) : ?>
      <li<?= $entry->event->rolledBack ? ' class="undone"' : '' ?>>
        <time datetime="<?= e($entry->event->time) ?>"><?= e($entry->clock()) ?></time>
        <div>
          <p class="says"><?= e($entry->says()) ?></p>
          <p class="event">
            <span><?= $entry->code() ?></span>
    <?php if ($entry->event->elsewhere) : ?>
            <span class="badge">another process</span>
    <?php endif; ?>
    <?php if ($entry->event->rolledBack) : ?>
            <span class="badge bad">rolled back</span>
    <?php endif; ?>
          </p>
        </div>
      </li>
<?php endforeach; ?>
    </ol>
  </section>
</main>

<footer>
<?php foreach ($facts as $fact) : ?>
  <p><?= e($fact) ?></p>
<?php endforeach; ?>
</footer>
</body>
</html>
