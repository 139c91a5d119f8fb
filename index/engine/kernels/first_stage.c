/* The first stage: the k best passages by BM25, exactly, over several segments.

   In: segments (postings, and what index/engine/scanning.py lays beside them), the query's terms with their idf, BM25's
   constants, and for each segment which rows may be found. Out: the k best rows in one total order (score, then newest,
   then reading order), ascending by segment and row, each with the score that rank_bm25.BM25Okapi gives.

   Method: bound every passage coarsely, score few exactly. A term weighs idf · s(tf, length), where

       s(tf, length) = tf·(k1 + 1) / (tf + K(length)),   K(length) = k1·(1 − b + b·length/mean length).

   Nearly all postings have tf = 1, and s falls with length. So with g = s(1, shortest length of the passage's length class)

       score(passage) ≤ g · Σ over its terms  idf · s(tf, shortest) / g      (for tf = 1 the quotient is 1)

   and the sum is kept in one byte a passage: each term adds the same byte, ceil(unit · idf), wherever it stands; the few
   postings with tf ≥ 2 ("repeats") add a second one. A frequent term is a bitmap and is added 64 passages at a time.
   No weight is stored anywhere: idf and mean length are those of the collections searched, which change.

   Passages are taken in windows whose sums stay in the first cache. A passage survives where its byte reaches
   unit · θ / g of its length class, θ being the score of the k-th best passage so far; survivors are scored in float64 from
   the segment's text (term numbers in the order of the words), adding up in the query's order as rank-bm25 does, so that
   sums are equal to the last bit (compile without -ffast-math and with -ffp-contract=off). Where θ is
   not known yet, or too many survive, it is raised first: a level is sought by counting bytes above which about k
   passages stand; the k-th score of these is a θ that k passages reach, hence safe.

   Must hold: every idf > 0 (else the caller takes the slow path), at most 64 terms, a little-endian machine.

   Sources: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009),
   https://doi.org/10.1561/1500000019; Anh and Moffat, "Pruned query evaluation using pre-computed impacts" (SIGIR 2006),
   https://doi.org/10.1145/1148170.1148235, for small integers in place of weights; Lucene 10's windowed scorers
   (org.apache.lucene.search.MaxScoreBulkScorer), for windows of sums. Pruning by lists (MaxScore, WAND) was measured and
   left out: at this price of a posting it costs more than it saves. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Rows whose sums are kept at a time, multiples of 64: the first cache holds the smaller window; where many passages are
   wanted, θ is better for having seen more before it is first set. */
#define WINDOW 32768
#define WIDE_WINDOW 65536
#define MANY 64
#define CLASSES 16      /* of length: as many as one byte shuffle can look up */
#define MOST_TERMS 64
#define REPEATS 8       /* a term that stands more often than this counts as if without end in the bound */
#define MOST_COUNTED 65535 /* tf is kept in 16 bits beside the postings: here it is cut as there */

typedef struct {
    int64_t rows;
    const int64_t *postings_starts;
    const int32_t *postings_rows;
    const int64_t *repeats_starts;
    const int32_t *repeats_rows;
    const uint16_t *repeats_counts;
    int64_t dense;
    const int32_t *dense_terms;  /* ascending numbers of the terms that have a bitmap */
    const uint64_t *bitmaps;     /* one after the other, each padded to whole words */
    const uint8_t *length_classes;
    const int32_t *class_lengths; /* the shortest length of each class */
    const int32_t *lengths;
    const int64_t *text_starts;
    const int32_t *text_terms;
    const int32_t *version_of;
    const int32_t *published;
    const int64_t *passage_ids;
} Segment;

typedef struct {
    const Segment *segment;
    const uint8_t *allowed; /* one byte a row, 0: may not be found; NULL: all may */
    const int32_t *numbers; /* of each of the query's terms in this segment, −1: not there */
} Part;

typedef struct {
    const Part *parts;
    const double *idf;
    int64_t part_count, term_count, limit;
    double k1, b, mean_length;
} Query;

typedef struct {
    double score;
    int32_t part, row;
} Found;

typedef struct {
    const Query *query;
    Found *found;     /* in the order of parts and rows */
    Found *scratch;
    int64_t count, room;
    double least;     /* θ: what the k-th best has so far; 0 while fewer than k are known */
} Best;

/* One part's terms as the windows need them. */
typedef struct {
    const int32_t *rows, *rows_end;       /* what is left of the postings; none where there is a bitmap */
    const int32_t *repeats, *repeats_end;
    const uint16_t *counts;
    uint8_t byte;                         /* what the term adds where it stands */
    uint8_t again[CLASSES][REPEATS + 2];  /* what it adds where it stands so often, by length class */
} Term;

typedef struct {
    const Part *part;
    double unit;              /* bytes to one unit of idf */
    double once[CLASSES];     /* g: s(1, shortest length) of each class */
    Term terms[MOST_TERMS];
    int term_count, bitmap_count;
    const uint64_t *bitmaps[MOST_TERMS];
    uint8_t bitmap_bytes[MOST_TERMS];
} Scan;

typedef struct {
    const uint8_t *sums, *classes, *allowed;
    int64_t rows;
} Window;

/* ---- exact scores and the total order ---- */

static double norm(const Query *query, double length) {
    return query->k1 * (1 - query->b + query->b * length / query->mean_length);
}

static double exact(const Query *query, const Part *part, int64_t row) {
    const Segment *segment = part->segment;
    const int32_t *text = segment->text_terms + segment->text_starts[row];
    int64_t length = segment->text_starts[row + 1] - segment->text_starts[row];
    double sum = 0, passage_norm = norm(query, segment->lengths[row]);
    for (int64_t term = 0; term < query->term_count; term++) {
        int32_t number = part->numbers[term], count = 0;
        for (int64_t place = 0; place < length; place++) count += text[place] == number;
        if (!count) continue;
        double tf = count < MOST_COUNTED ? count : MOST_COUNTED;
        sum += query->idf[term] * (tf * (query->k1 + 1) / (tf + passage_norm));
    }
    return sum;
}

/* What decides between equal scores is looked up only then. */
static int earlier(const Query *query, const Found *one, const Found *other) {
    const Segment *mine = query->parts[one->part].segment, *theirs = query->parts[other->part].segment;
    int32_t my_day = mine->published[mine->version_of[one->row]];
    int32_t their_day = theirs->published[theirs->version_of[other->row]];
    if (my_day != their_day) return my_day > their_day;
    int64_t my_id = mine->passage_ids[one->row], their_id = theirs->passage_ids[other->row];
    if (my_id != their_id) return my_id < their_id;
    return one->part != other->part ? one->part < other->part : one->row < other->row;
}

static inline int better(const Query *query, const Found *one, const Found *other) {
    return one->score != other->score ? one->score > other->score : earlier(query, one, other);
}

/* Hoare's selection: what would stand at the place if all were sorted, best first. */
static Found selected(const Query *query, Found *among, int64_t count, int64_t place) {
    int64_t low = 0, high = count - 1;
    while (low < high) {
        Found pivot = among[(low + high) / 2];
        int64_t left = low, right = high;
        while (left <= right) {
            while (better(query, &among[left], &pivot)) left++;
            while (better(query, &pivot, &among[right])) right--;
            if (left > right) break;
            Found kept = among[left];
            among[left++] = among[right];
            among[right--] = kept;
        }
        if (place <= right) high = right;
        else if (place >= left) low = left;
        else break;
    }
    return among[place];
}

/* Keep the k best, in the order in which they came. */
static void compact(Best *best) {
    const Query *query = best->query;
    int64_t limit = query->limit, kept = 0;
    if (best->count < limit) return; /* fewer than k: no θ yet */
    memcpy(best->scratch, best->found, best->count * sizeof(Found));
    Found last = selected(query, best->scratch, best->count, limit - 1);
    for (int64_t place = 0; place < best->count; place++)
        if (!better(query, &last, &best->found[place])) best->found[kept++] = best->found[place];
    best->count = kept;
    best->least = last.score;
}

static void offer(Best *best, const Part *part, int64_t row) {
    double score = exact(best->query, part, row);
    if (score < best->least) return;
    if (best->count == best->room) compact(best);
    best->found[best->count++] = (Found){score, (int32_t)(part - best->query->parts), (int32_t)row};
}

/* ---- what needs wide instructions: adding bitmaps, and finding the bytes that reach their class's threshold ---- */

#define SPREAD(byte) ((uint64_t)(byte) * 0x0101010101010101u)

static void add_bitmaps_plain(const Scan *scan, int64_t first, uint8_t *sums, int64_t rows) {
    for (int64_t eight = 0; eight < (rows + 7) / 8; eight++) {
        uint64_t sum = 0;
        for (int term = 0; term < scan->bitmap_count; term++) {
            uint8_t bits = ((const uint8_t *)scan->bitmaps[term])[first / 8 + eight];
            /* bit i into byte i, then every byte that holds its bit into 1; bytes never overflow into their neighbours */
            uint64_t spread = SPREAD(bits) & 0x8040201008040201u;
            spread = (spread + 0x7f7f7f7f7f7f7f7fu) >> 7 & 0x0101010101010101u;
            sum += spread * scan->bitmap_bytes[term];
        }
        memcpy(sums + 8 * eight, &sum, 8);
    }
}

/* Which of up to 64 rows survive, as bits. */
static inline uint64_t block_plain(const Window *window, int64_t row, int64_t rows, const uint8_t *thresholds) {
    uint64_t mask = 0;
    for (int64_t place = 0; place < rows; place++) {
        uint8_t reached = window->sums[row + place] >= thresholds[window->classes[row + place]];
        if (window->allowed) reached &= window->allowed[row + place];
        mask |= (uint64_t)reached << place;
    }
    return mask;
}

static inline uint64_t whole_block_plain(const Window *window, int64_t row, const uint8_t *thresholds, uint8_t least) {
    uint8_t any = 0;
    for (int64_t place = 0; place < 64; place++) any |= window->sums[row + place] >= least;
    return any ? block_plain(window, row, 64, thresholds) : 0;
}

/* The same walk for each instruction set: places of the survivors into found (NULL: count only), how many they are. */
#define DEFINE_SURVIVORS(NAME, TARGET, WHOLE_BLOCK)                                                          \
    TARGET static int64_t NAME(const Window *window, const uint8_t *thresholds, uint16_t *found) {           \
        int64_t count = 0;                                                                                   \
        uint8_t least = 255;                                                                                 \
        for (int class = 0; class < CLASSES; class++)                                                        \
            least = thresholds[class] < least ? thresholds[class] : least;                                   \
        for (int64_t row = 0; row < window->rows; row += 64) {                                               \
            uint64_t mask = row + 64 <= window->rows ? WHOLE_BLOCK(window, row, thresholds, least)           \
                                                     : block_plain(window, row, window->rows - row, thresholds); \
            if (!found) count += __builtin_popcountll(mask);                                                 \
            else                                                                                             \
                for (; mask; mask &= mask - 1) found[count++] = (uint16_t)(row + __builtin_ctzll(mask));     \
        }                                                                                                    \
        return count;                                                                                        \
    }

DEFINE_SURVIVORS(survivors_plain, , whole_block_plain)

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2,popcnt,bmi")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx2,popcnt,bmi")))

AVX2 static void add_bitmaps_avx2(const Scan *scan, int64_t first, uint8_t *sums, int64_t rows) {
    const __m256i own_byte = _mm256_setr_epi64x(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303);
    const __m256i own_bit = _mm256_set1_epi64x((int64_t)0x8040201008040201u);
    for (int64_t block = 0; block < (rows + 31) / 32; block++) {
        __m256i sum = _mm256_setzero_si256();
        for (int term = 0; term < scan->bitmap_count; term++) {
            int32_t word = ((const int32_t *)scan->bitmaps[term])[first / 32 + block];
            __m256i bits = _mm256_and_si256(_mm256_shuffle_epi8(_mm256_set1_epi32(word), own_byte), own_bit);
            __m256i set = _mm256_cmpeq_epi8(bits, own_bit);
            sum = _mm256_add_epi8(sum, _mm256_and_si256(set, _mm256_set1_epi8((char)scan->bitmap_bytes[term])));
        }
        _mm256_storeu_si256((__m256i *)(sums + 32 * block), sum);
    }
}

AVX2 static inline uint64_t half_block_avx2(const Window *window, int64_t row, const uint8_t *thresholds, uint8_t least) {
    __m256i sums = _mm256_loadu_si256((const __m256i *)(window->sums + row));
    __m256i reached = _mm256_cmpeq_epi8(_mm256_max_epu8(sums, _mm256_set1_epi8((char)least)), sums);
    if (_mm256_testz_si256(reached, reached)) return 0;
    __m256i table = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)thresholds));
    __m256i classes = _mm256_loadu_si256((const __m256i *)(window->classes + row));
    reached = _mm256_cmpeq_epi8(_mm256_max_epu8(sums, _mm256_shuffle_epi8(table, classes)), sums);
    if (window->allowed && !_mm256_testz_si256(reached, reached)) {
        __m256i allowed = _mm256_loadu_si256((const __m256i *)(window->allowed + row));
        reached = _mm256_andnot_si256(_mm256_cmpeq_epi8(allowed, _mm256_setzero_si256()), reached);
    }
    return (uint32_t)_mm256_movemask_epi8(reached);
}

AVX2 static inline uint64_t whole_block_avx2(const Window *window, int64_t row, const uint8_t *thresholds, uint8_t least) {
    return half_block_avx2(window, row, thresholds, least) | half_block_avx2(window, row + 32, thresholds, least) << 32;
}

DEFINE_SURVIVORS(survivors_avx2, AVX2, whole_block_avx2)

AVX512 static void add_bitmaps_avx512(const Scan *scan, int64_t first, uint8_t *sums, int64_t rows) {
    for (int64_t block = 0; block < (rows + 63) / 64; block++) {
        __m512i sum = _mm512_setzero_si512();
        for (int term = 0; term < scan->bitmap_count; term++) {
            __m512i byte = _mm512_set1_epi8((char)scan->bitmap_bytes[term]);
            sum = _mm512_mask_add_epi8(sum, scan->bitmaps[term][first / 64 + block], sum, byte);
        }
        _mm512_storeu_si512(sums + 64 * block, sum);
    }
}

AVX512 static inline uint64_t whole_block_avx512(
    const Window *window, int64_t row, const uint8_t *thresholds, uint8_t least
) {
    __m512i sums = _mm512_loadu_si512(window->sums + row);
    if (!_mm512_cmpge_epu8_mask(sums, _mm512_set1_epi8((char)least))) return 0;
    __m512i table = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)thresholds));
    __m512i own = _mm512_shuffle_epi8(table, _mm512_loadu_si512(window->classes + row));
    uint64_t reached = _mm512_cmpge_epu8_mask(sums, own);
    if (reached && window->allowed) {
        __m512i allowed = _mm512_loadu_si512(window->allowed + row);
        reached &= _mm512_test_epi8_mask(allowed, allowed);
    }
    return reached;
}

DEFINE_SURVIVORS(survivors_avx512, AVX512, whole_block_avx512)

#endif

typedef struct {
    const char *name;
    void (*add_bitmaps)(const Scan *, int64_t, uint8_t *, int64_t);
    int64_t (*survivors)(const Window *, const uint8_t *, uint16_t *);
} Instructions;

#if defined(__AVX512BW__) /* the compiler was told, as zig is by default, or the processor is asked */
#define HAS_AVX512 1
#else
#define HAS_AVX512 __builtin_cpu_supports("avx512bw")
#endif
#if defined(__AVX2__)
#define HAS_AVX2 1
#else
#define HAS_AVX2 __builtin_cpu_supports("avx2")
#endif

/* The widest that this processor has; widest = 0: plain, 1: at most AVX2, 2: at most AVX-512. */
static Instructions instructions(int64_t widest) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (widest >= 2 && HAS_AVX512) return (Instructions){"AVX-512", add_bitmaps_avx512, survivors_avx512};
    if (widest >= 1 && HAS_AVX2)
        return (Instructions){"AVX2", add_bitmaps_avx2, survivors_avx2};
#endif
    (void)widest;
    return (Instructions){"portable", add_bitmaps_plain, survivors_plain};
}

/* ---- one part: bytes, sums, survivors ---- */

static uint8_t byte_of(double weight) {
    /* rounded up, by more than rounding errors are; never past the byte */
    return weight < 253 ? (uint8_t)((int)weight + 1) : 255;
}

static const uint64_t *bitmap_of(const Segment *segment, int32_t number) {
    int64_t low = 0, high = segment->dense;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (segment->dense_terms[middle] < number) low = middle + 1;
        else high = middle;
    }
    if (low == segment->dense || segment->dense_terms[low] != number) return NULL;
    return segment->bitmaps + low * ((segment->rows + 63) / 64);
}

static void add_term(Scan *scan, int32_t number, double idf, double repeated[CLASSES][REPEATS + 2]) {
    const Segment *segment = scan->part->segment;
    Term *term = &scan->terms[scan->term_count++];
    const uint64_t *bitmap = bitmap_of(segment, number);
    term->byte = byte_of(scan->unit * idf);
    term->rows = segment->postings_rows + segment->postings_starts[number];
    term->rows_end = bitmap ? term->rows : segment->postings_rows + segment->postings_starts[number + 1];
    term->repeats = segment->repeats_rows + segment->repeats_starts[number];
    term->repeats_end = segment->repeats_rows + segment->repeats_starts[number + 1];
    term->counts = segment->repeats_counts + segment->repeats_starts[number];
    if (bitmap) {
        scan->bitmaps[scan->bitmap_count] = bitmap;
        scan->bitmap_bytes[scan->bitmap_count++] = term->byte;
    }
    if (term->repeats == term->repeats_end) return;
    for (int class = 0; class < CLASSES; class++)
        for (int count = 2; count <= REPEATS + 1; count++)
            term->again[class][count] = byte_of(scan->unit * idf * repeated[class][count]);
}

static void prepare(Scan *scan, const Query *query, const Part *part) {
    double repeated[CLASSES][REPEATS + 2], mass = 0;
    scan->part = part;
    scan->term_count = scan->bitmap_count = 0;
    for (int64_t term = 0; term < query->term_count; term++) mass += query->idf[term];
    /* Together the terms' bytes stay below 255, so that adding needs no care; only repeats can pass it. For these some room
       is left, or all of them would look alike where a question has but a term or two: of several, seldom all repeat. */
    double room = 1 + 1.0 / (1 + query->term_count);
    scan->unit = (254 - query->term_count) / (room * mass);
    for (int class = 0; class < CLASSES; class++) {
        double class_norm = norm(query, part->segment->class_lengths[class]);
        scan->once[class] = (query->k1 + 1) / (1 + class_norm);
        for (int count = 2; count <= REPEATS; count++)
            repeated[class][count] = count * (1 + class_norm) / (count + class_norm) - 1;
        repeated[class][REPEATS + 1] = class_norm; /* the limit, for ever higher counts */
    }
    for (int64_t term = 0; term < query->term_count; term++)
        if (part->numbers[term] >= 0) add_term(scan, part->numbers[term], query->idf[term], repeated);
}

static void add_lists(Scan *scan, int64_t first, uint8_t *sums, int64_t rows) {
    for (int place = 0; place < scan->term_count; place++) {
        Term *term = &scan->terms[place];
        const int32_t *row = term->rows, *end = term->rows_end;
        uint8_t byte = term->byte;
        for (; row + 3 < end && row[3] < first + rows; row += 4) {
            sums[row[0] - first] += byte;
            sums[row[1] - first] += byte;
            sums[row[2] - first] += byte;
            sums[row[3] - first] += byte;
        }
        for (; row < end && *row < first + rows; row++) sums[*row - first] += byte;
        term->rows = row;
    }
    for (int place = 0; place < scan->term_count; place++) {
        Term *term = &scan->terms[place];
        const uint8_t *classes = scan->part->segment->length_classes;
        for (; term->repeats < term->repeats_end && *term->repeats < first + rows; term->repeats++, term->counts++) {
            int32_t row = *term->repeats;
            int count = *term->counts <= REPEATS ? *term->counts : REPEATS + 1;
            int sum = sums[row - first] + term->again[classes[row]][count];
            sums[row - first] = sum < 255 ? (uint8_t)sum : 255;
        }
    }
}

/* The byte that a passage of each class must have to reach a score; at least 1: it must hold a term. */
static void thresholds_for(const Scan *scan, double score, uint8_t *thresholds) {
    for (int class = 0; class < CLASSES; class++) {
        double byte = scan->unit * score / scan->once[class] * (1 - 1e-9);
        thresholds[class] = byte < 1 ? 1 : byte < 255 ? (uint8_t)byte : 255;
    }
}

static void offer_all(Best *best, const Part *part, int64_t first, const uint16_t *places, int64_t count) {
    const Segment *segment = part->segment;
    for (int64_t place = 0; place < count; place++) {
        __builtin_prefetch(&segment->text_starts[first + places[place]]);
        __builtin_prefetch(&segment->lengths[first + places[place]]);
    }
    for (int64_t place = 0; place < count; place++) {
        const int32_t *text = segment->text_terms + segment->text_starts[first + places[place]];
        __builtin_prefetch(text);
        __builtin_prefetch(text + 16);
    }
    for (int64_t place = 0; place < count; place++) offer(best, part, first + places[place]);
}

/* Raise θ by the window's best: those of the highest level that k of its passages reach. */
static void raise_least(
    Best *best, const Scan *scan, const Window *window, Instructions with, int64_t first, uint16_t *places
) {
    int64_t limit = best->query->limit, known = best->count;
    int low = 1, high = 255; /* k passages reach low; the levels are those of the class of the shortest */
    uint8_t thresholds[CLASSES];
    double step = scan->once[0] / scan->unit;
    while (low < high) {
        int level = (low + high + 1) / 2;
        thresholds_for(scan, level * step, thresholds);
        if (with.survivors(window, thresholds, NULL) >= limit) low = level;
        else high = level - 1;
    }
    thresholds_for(scan, low * step, thresholds);
    int64_t count = with.survivors(window, thresholds, places);
    /* they are only looked at here: among equals any k will do, and the window is gone through again */
    Best apart = {best->query, best->found + known, best->scratch, 0, best->room - known, 0};
    offer_all(&apart, scan->part, first, places, count < 2 * limit ? count : 2 * limit);
    compact(&apart);
    if (apart.least > best->least) best->least = apart.least;
}

static void search_part(
    Best *best, Scan *scan, Instructions with, const Part *part, uint8_t *sums, uint16_t *places
) {
    const Segment *segment = part->segment;
    int64_t limit = best->query->limit;
    uint8_t thresholds[CLASSES];
    prepare(scan, best->query, part);
    if (!scan->term_count) return;
    int64_t size = limit > MANY ? WIDE_WINDOW : WINDOW;
    for (int64_t first = 0; first < segment->rows; first += size) {
        int64_t rows = segment->rows - first < size ? segment->rows - first : size;
        with.add_bitmaps(scan, first, sums, rows);
        add_lists(scan, first, sums, rows);
        const uint8_t *allowed = part->allowed ? part->allowed + first : NULL;
        Window window = {sums, segment->length_classes + first, allowed, rows};
        thresholds_for(scan, best->least, thresholds);
        int64_t count = with.survivors(&window, thresholds, places);
        if (count > 2 * limit + 64 || (count > limit && best->least == 0)) {
            raise_least(best, scan, &window, with, first, places);
            thresholds_for(scan, best->least, thresholds);
            count = with.survivors(&window, thresholds, places);
        }
        offer_all(best, part, first, places, count);
        if (best->count > limit + limit / 4) compact(best);
    }
}

/* ---- what Python calls ---- */

/* Changes with the structs above: Python leaves a library alone that was built from an older file. */
int64_t interface_version(void) { return 1; }

const char *instructions_name(int64_t widest) { return instructions(widest).name; }

/* Writes at most query->limit rows; gives back how many, −1 where memory is short. */
int64_t first_stage(const Query *query, int64_t widest, int32_t *parts, int32_t *rows, double *scores) {
    int64_t room = 4 * query->limit + 1024;
    Best best = {query, malloc(room * sizeof(Found)), malloc(room * sizeof(Found)), 0, room, 0};
    uint8_t *sums = malloc(WIDE_WINDOW);
    uint16_t *places = malloc(WIDE_WINDOW * sizeof(uint16_t));
    Scan *scan = malloc(sizeof(Scan));
    int64_t count = -1;
    if (best.found && best.scratch && sums && places && scan) {
        Instructions with = instructions(widest);
        for (int64_t part = 0; part < query->part_count; part++)
            search_part(&best, scan, with, &query->parts[part], sums, places);
        compact(&best);
        count = best.count;
        for (int64_t place = 0; place < count; place++) {
            parts[place] = best.found[place].part;
            rows[place] = best.found[place].row;
            scores[place] = best.found[place].score;
        }
    }
    free(best.found);
    free(best.scratch);
    free(sums);
    free(places);
    free(scan);
    return count;
}
